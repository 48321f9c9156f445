package dev.mecha.junit;

import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.runtime.Sidecar;
import dev.mecha.runtime.SidecarException;
import dev.mecha.runtime.options.AppOptions;
import dev.mecha.runtime.options.LogOptions;
import dev.mecha.runtime.options.MetricsOptions;
import dev.mecha.runtime.options.ResourceOptions;
import dev.mecha.runtime.options.ServerOptions;
import dev.mecha.runtime.options.ShutdownOptions;
import dev.mecha.runtime.options.SidecarOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A sidecar with its clock and its folder: what is closed behind the last test. */
record RunningSidecar(Sidecar runtime, TestSidecar sidecar, VirtualClock clock, Path home)
    implements AutoCloseable {

  /** Tests have nothing to wait for. */
  private static final ShutdownOptions AT_ONCE = new ShutdownOptions(Duration.ofSeconds(1), null);

  static RunningSidecar start(
      String appId, List<ComponentResource> components, List<Path> folders, VirtualClock clock) {
    try {
      Path home = Files.createTempDirectory("mecha-test-");
      var options =
          new SidecarOptions(
              appId,
              "standalone",
              ServerOptions.defaults().withPorts(0, 0).withListenAddresses(List.of("127.0.0.1")),
              AppOptions.defaults(),
              ResourceOptions.defaults().withPaths(folders),
              LogOptions.defaults(),
              new MetricsOptions(false, 0, "127.0.0.1"),
              AT_ONCE,
              home,
              Map.of());
      var builder = Sidecar.builder(options).clock(clock);
      components.forEach(builder::component);
      Sidecar runtime = builder.start();
      return new RunningSidecar(runtime, new TestSidecar(appId, runtime), clock, home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SidecarException e) {
      throw new IllegalStateException("the sidecar did not start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the sidecar did not start: interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    runtime.close();
    if (!Files.exists(home)) {
      return;
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
