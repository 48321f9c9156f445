package dev.mecha.cli.run;

import dev.mecha.cli.run.SidecarHost.RunningSidecar;
import dev.mecha.runtime.OwnProcess;
import dev.mecha.runtime.SidecarLog;
import dev.mecha.runtime.Signals;
import dev.mecha.runtime.options.CommandLine;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;

/** Runs sidecars in this process, and hears the signals that it gets. */
public final class EmbeddedSidecars implements SidecarHosts, Interrupts {

  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

  @Override
  public SidecarHost alone() {
    return (arguments, environment) -> {
      CommandLine line = CommandLine.parse(arguments, environment);
      SidecarLog.open(line);
      OwnProcess.prepare(environment);
      return EmbeddedSidecar.start(line.options());
    };
  }

  @Override
  public void share(Collection<CommandLine> lines) {
    SidecarLog.share(lines);
  }

  @Override
  public SidecarHost loggingTo(OutputStream log) {
    return (arguments, environment) -> {
      CommandLine line = CommandLine.parse(arguments, environment);
      SidecarLog scope = SidecarLog.to(line, log);
      OwnProcess.prepare(environment);
      RunningSidecar started = scope.during(() -> EmbeddedSidecar.start(line.options()));
      return new LoggedSidecar(started, scope);
    };
  }

  @Override
  public void onInterrupt(Runnable reaction) {
    SIGNALS.forEach(name -> Signals.on(name, reaction));
  }

  /**
   * A sidecar that does all that it does for its own log: a Configuration that changes makes it
   * start anew.
   */
  private record LoggedSidecar(RunningSidecar sidecar, SidecarLog log) implements RunningSidecar {

    @Override
    public void annotate(String key, String value) {
      sidecar.annotate(key, value);
    }

    @Override
    public boolean ready() {
      return sidecar.ready();
    }

    @Override
    public void awaitStop() throws Exception {
      log.during(
          () -> {
            sidecar.awaitStop();
            return true;
          });
    }

    @Override
    public void close() {
      try {
        log.during(
            () -> {
              sidecar.close();
              return true;
            });
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("closing throws nothing that has to be caught", e);
      }
    }
  }
}
