# Sourced by the launcher in the root and by the scripts of the distribution.
#
# find_jdk [-c] sets `jdk` to the home of a JDK that is new enough, with -c to one that can compile as well. No java is
# started to find out: `<jdk>/release` says what it is. Only shell built-ins are used where the environment is empty.

jdk_wanted=25

# is_jdk HOME [-c]: whether this is one.
is_jdk() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  [ "${2-}" != -c ] || [ -x "$1/bin/javac" ] || return 1
  jdk_major=
  while IFS= read -r jdk_line || [ -n "$jdk_line" ]; do
    case $jdk_line in
      JAVA_VERSION=*)
        jdk_major=${jdk_line#*=}
        jdk_major=${jdk_major#\"}
        jdk_major=${jdk_major%%[!0-9]*}
        break
        ;;
    esac
  done < "$1/release"
  [ -n "$jdk_major" ] && [ "$jdk_major" -ge "$jdk_wanted" ]
}

# link_target LINK: prints where it points, one step.
link_target() {
  for jdk_tool in /usr/bin/readlink /bin/readlink readlink; do
    "$jdk_tool" "$1" 2> /dev/null && return 0
  done
  return 1
}

# jdk_of_path: sets `jdk_candidate` to the home that the `java` of the PATH belongs to, links followed.
jdk_of_path() {
  jdk_candidate=$(command -v java 2> /dev/null) || return 1
  jdk_steps=0
  while [ -h "$jdk_candidate" ] && [ "$jdk_steps" -lt 20 ]; do
    jdk_target=$(link_target "$jdk_candidate") || return 1
    case $jdk_target in
      /*) jdk_candidate=$jdk_target ;;
      *) jdk_candidate=${jdk_candidate%/*}/$jdk_target ;;
    esac
    jdk_steps=$((jdk_steps + 1))
  done
  jdk_candidate=${jdk_candidate%/bin/java}
}

find_jdk() {
  for jdk in "${MECHA_JAVA_HOME-}" "${JAVA_HOME-}"; do
    is_jdk "$jdk" "${1-}" && return 0
  done
  if jdk_of_path; then
    jdk=$jdk_candidate
    is_jdk "$jdk" "${1-}" && return 0
  fi
  # What is not there stays a pattern, which is no JDK either.
  for jdk in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* /usr/local/openjdk* \
    "${HOME-/nonexistent}"/.sdkman/candidates/java/* "${HOME-/nonexistent}"/.jdks/* \
    "${HOME-/nonexistent}"/.local/share/mise/installs/java/* "${HOME-/nonexistent}"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    is_jdk "$jdk" "${1-}" && return 0
  done
  jdk=
  return 1
}

# no_jdk NAME: says what to do.
no_jdk() {
  echo "$1: no JDK $jdk_wanted or later was found." >&2
  if [ -n "${MECHA_JAVA_HOME-}" ]; then
    echo "  MECHA_JAVA_HOME: \"$MECHA_JAVA_HOME\" (expected: the home of a JDK >= $jdk_wanted)" >&2
  elif [ -n "${JAVA_HOME-}" ]; then
    echo "  JAVA_HOME: \"$JAVA_HOME\" (expected: the home of a JDK >= $jdk_wanted)" >&2
  fi
  echo "  Looked at MECHA_JAVA_HOME, JAVA_HOME, the java on the PATH and the usual folders (/usr/lib/jvm, ~/.sdkman, ...)." >&2
  echo "  Install one, for example Eclipse Temurin $jdk_wanted from https://adoptium.net, or set MECHA_JAVA_HOME." >&2
}
