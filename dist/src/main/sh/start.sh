#!/bin/sh
# Starts @program@. Nothing is asked of the environment, not even a PATH, and the shell is replaced by the JVM, so that
# signals and the exit status are the program's own.
set -f

self=$0
case $self in
  */*) ;;
  *) self=./$self ;;
esac
while [ -h "$self" ]; do
  target=$(/usr/bin/readlink "$self" 2> /dev/null || /bin/readlink "$self") || exit 1
  case $target in
    /*) self=$target ;;
    *) self=${self%/*}/$target ;;
  esac
done
root=$(CDPATH='' cd -P -- "${self%/*}/@up@" && pwd -P) || exit 1

# The JDK that the cache was made with starts fastest; any other that is new enough does. Which one is written down, so
# that nothing has to be looked for.
jdk=
if [ -z "${MECHA_JAVA_HOME-}" ] && [ -r "$root/lib/jdk.path" ]; then
  read -r jdk < "$root/lib/jdk.path"
fi
if [ -z "$jdk" ] || [ ! -x "$jdk/bin/java" ]; then
  . "$root/lib/find-jdk.sh"
  set +f
  if [ -n "${MECHA_JAVA_HOME-}" ]; then
    jdk=$MECHA_JAVA_HOME
    is_jdk "$jdk"
  else
    find_jdk
  fi || {
    no_jdk @program@
    exit 1
  }
  set -f
fi

# The cache knows the class path by its time, which a copy of the folder may have lost. The time it was given is older
# than any program, so that nothing has to be started to see whether it is still there.
cache=
if [ -r "$root/lib/mecha.aot" ]; then
  cache="-XX:AOTCache=$root/lib/mecha.aot"
  if [ "$root/lib/mecha.jar" -nt /bin/sh ]; then
    for touch in /usr/bin/touch /bin/touch; do
      [ ! -x "$touch" ] || TZ=UTC0 "$touch" -t @time@ "$root/lib/mecha.jar" 2> /dev/null && break
    done
  fi
fi
terminal=
[ -t 1 ] && terminal=-Dmecha.terminal=true

# What is set for other JVMs is not meant for this one. The command hands it on to the application that it starts.
for name in JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS MALLOC_ARENA_MAX; do
  eval "value=\${$name-}"
  if [ -n "$value" ]; then
    export "MECHA_SAVED_$name=$value"
    unset "$name"
  fi
done
export MALLOC_ARENA_MAX=2

# shellcheck disable=SC2086 # MECHA_JAVA_OPTS holds several words
exec "$jdk/bin/java" \
  @options@ \
  ${cache:+"$cache"} $terminal "-Dmecha.home.dist=$root" -Dmecha.program=@program@ \
  "-Dorg.sqlite.lib.path=$root/lib/native" \
  ${MECHA_JAVA_OPTS-} \
  -cp "$root/lib/mecha.jar" @main@ "$@"
