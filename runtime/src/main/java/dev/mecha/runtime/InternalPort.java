package dev.mecha.runtime;

import dev.mecha.kernel.observe.LogIdentity;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.transport.listen.Bound;
import dev.mecha.transport.listen.ListenOn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Where other sidecars call this one: the chosen port, or the stable one, or any that is free. */
final class InternalPort {

  private final SidecarOptions options;

  InternalPort(SidecarOptions options) {
    this.options = options;
  }

  /** Makes a server that listens. */
  interface Listen {
    Bound on(ListenOn where) throws IOException, InterruptedException;
  }

  Bound bind(Listen listen) throws IOException, InterruptedException {
    List<String> hosts = List.of(options.servers().internalListenAddress());
    OptionalInt chosen = options.servers().internalGrpcPort();
    if (chosen.isPresent()) {
      return listen.on(ListenOn.tcp(hosts, chosen.getAsInt()));
    }
    try {
      return listen.on(new ListenOn.Tcp(hosts, stable(), Duration.ZERO));
    } catch (IOException e) {
      return listen.on(ListenOn.tcp(hosts, 0));
    }
  }

  private int stable() {
    return StablePort.of(
        options.appId(),
        Path.of("").toAbsolutePath().toString(),
        StablePort.user(),
        LogIdentity.hostName());
  }
}
