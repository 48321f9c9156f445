package dev.mecha.cli.run;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends an application whose command was killed and could not do so itself. A shell waits at the
 * other end of a pipe, which the system closes however this process ends; it then asks all that
 * belongs to the application to end, and kills what is left after a while.
 *
 * <p>The shell has a session of its own where the system can arrange that, so that it outlives a
 * signal to all processes of the terminal's job. Where no shell can be started, applications are
 * not looked after: no reason not to run them.
 */
final class AppReaper {

  /**
   * Its arguments: how often it looks whether all have ended before it kills them, ten times a
   * second. What it reads: the application's process, then whether it need not do anything.
   *
   * <p>Members are those in the session that the application leads. The name in {@code stat} may
   * contain anything: what counts follows its last bracket: state, parent, group, session. Without
   * {@code /proc}, or without a session of its own, the application is all that is known.
   */
  private static final String SCRIPT =
      """
      trap '' HUP INT TERM
      read -r app || exit 0
      read -r end && exit 0
      members() {
        if ! [ -r /proc/self/stat ]; then
          kill -0 "$app" && echo "$app"
          return
        fi
        for process in /proc/[0-9]*; do
          read -r stat < "$process/stat" || continue
          pid=${process#/proc/}
          set -- ${stat##*) }
          [ "$1" != Z ] || continue
          [ "$pid" != "$app" ] && [ "$4" != "$app" ] || echo "$pid"
        done
      }
      exec 2> /dev/null
      looks=$1
      kill -s TERM $(members)
      while [ "$looks" -gt 0 ] && [ -n "$(members)" ]; do
        looks=$((looks - 1))
        sleep 0.1
      done
      kill -s KILL $(members)
      """;

  private static final String WHERE_TOOLS_ARE = "/usr/bin:/bin";
  private static final long LOOKS_PER_SECOND = 10;

  private final @Nullable OutputStream pipe;

  private AppReaper(@Nullable OutputStream pipe) {
    this.pipe = pipe;
  }

  /**
   * Before the application, so that this process has nothing else to do once that runs.
   *
   * @return a reaper of nothing yet
   */
  static AppReaper start() {
    var command = new ArrayList<String>();
    Optional<Path> setsid = Executables.lookUp("setsid", WHERE_TOOLS_ARE);
    setsid.ifPresent(tool -> command.add(tool.toString()));
    command.add("/bin/sh");
    command.add("-c");
    command.add(SCRIPT);
    command.add("reaper");
    command.add(Long.toString(RunCommand.APP_GRACE.toSeconds() * LOOKS_PER_SECOND));
    var builder =
        new ProcessBuilder(command)
            .directory(new File("/"))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().put("PATH", WHERE_TOOLS_ARE);
    try {
      return new AppReaper(builder.start().getOutputStream());
    } catch (IOException e) {
      return new AppReaper(null);
    }
  }

  /**
   * @param pid of the application
   */
  void watch(long pid) {
    write(Long.toString(pid));
  }

  /** Nothing is left to be ended. Also where it has been released before. */
  void release() {
    write("done");
    close();
  }

  private void write(String line) {
    OutputStream to = pipe;
    if (to != null) {
      try {
        to.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        to.flush();
      } catch (IOException e) {
        // It has been released, or somebody has killed it: there is nobody to be told.
        return;
      }
    }
  }

  private void close() {
    OutputStream to = pipe;
    if (to != null) {
      try {
        to.close();
      } catch (IOException e) {
        // What was to be said has been said.
        return;
      }
    }
  }
}
