package dev.mecha.cli.run;

import dev.mecha.runtime.SidecarLog;
import dev.mecha.runtime.Signals;
import dev.mecha.runtime.options.CommandLine;
import java.util.List;
import java.util.Map;

/** Runs sidecars in this process, and hears the signals that it gets. */
public final class EmbeddedSidecars implements SidecarHost, Interrupts {

  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

  @Override
  public RunningSidecar start(List<String> arguments, Map<String, String> environment)
      throws Exception {
    CommandLine line = CommandLine.parse(arguments, environment);
    SidecarLog.open(line);
    return EmbeddedSidecar.start(line.options());
  }

  @Override
  public void onInterrupt(Runnable reaction) {
    SIGNALS.forEach(name -> Signals.on(name, reaction));
  }
}
