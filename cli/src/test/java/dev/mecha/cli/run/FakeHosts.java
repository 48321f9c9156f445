package dev.mecha.cli.run;

import dev.mecha.runtime.options.CommandLine;
import java.io.OutputStream;
import java.util.Collection;
import java.util.function.Function;

/** Hosts that a test makes. */
record FakeHosts(Function<OutputStream, SidecarHost> hosts) implements SidecarHosts {

  @Override
  public SidecarHost alone() {
    return hosts.apply(OutputStream.nullOutputStream());
  }

  @Override
  public void share(Collection<CommandLine> lines) {
    // Nothing is shared.
  }

  @Override
  public SidecarHost loggingTo(OutputStream log) {
    return hosts.apply(log);
  }
}
