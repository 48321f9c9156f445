package dev.mecha.junit;

import dev.mecha.runtime.Sidecar;
import dev.mecha.runtime.SidecarBuilder;
import dev.mecha.runtime.SidecarException;
import dev.mecha.spi.time.Time;
import dev.mecha.testing.TestMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sidecar with its clock, its applications and its folder: what is closed behind the last test.
 */
final class RunningSidecar implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Tests have nothing to wait for. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  private final TestMode mode;
  private final Path home;
  private final Deque<AutoCloseable> open = new ArrayDeque<>(); // the last one first
  private final TestSidecar sidecar;

  private RunningSidecar(TestSetup setup, TestMode mode)
      throws IOException, SidecarException, InterruptedException {
    this.mode = mode;
    this.home = Files.createTempDirectory("mecha-test-");
    boolean started = false;
    try {
      SidecarBuilder own =
          builder(setup.appId(), setup.app(), setup.appPort(), !setup.others().isEmpty());
      own.testMode(mode);
      setup.components().forEach(own::component);
      setup.resources().forEach(own::resources);
      if (!setup.texts().isEmpty()) {
        Path folder = Files.createDirectory(home.resolve("resources"));
        Files.writeString(folder.resolve("test.yaml"), String.join("\n---\n", setup.texts()));
        own.resources(folder);
      }
      for (var other : setup.others().entrySet()) {
        start(builder(other.getKey(), other.getValue(), 0, true));
      }
      this.sidecar = new TestSidecar(setup.appId(), start(own));
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  private SidecarBuilder builder(String appId, @Nullable TestApp app, int appPort, boolean names)
      throws IOException {
    var builder = Sidecar.builder(appId).home(home).clock(mode.clock()).grace(GRACE);
    int port = appPort;
    if (app != null) {
      port = app.start();
      open.push(app);
    }
    if (port != 0) {
      builder.app(port, "http");
    }
    if (names) {
      builder.configuration(names());
    }
    return builder;
  }

  /** Sidecars of one test find each other, and nobody else, through a file of theirs. */
  private Path names() throws IOException {
    return Files.writeString(
        home.resolve("configuration.yaml"),
        """
        apiVersion: dapr.io/v1alpha1
        kind: Configuration
        metadata:
          name: test
        spec:
          nameResolution:
            component: sqlite
            configuration:
              connectionString: '%s'
        """
            .formatted(home.resolve("names.db")));
  }

  private Sidecar start(SidecarBuilder builder) throws SidecarException, InterruptedException {
    Sidecar started = builder.start();
    open.push(started);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!started.ready()) {
      if (System.nanoTime() - end >= 0) {
        throw new IllegalStateException("the application does not listen");
      }
      Time.system().sleep(LOOK_AGAIN);
    }
    return started;
  }

  static RunningSidecar start(TestSetup setup, TestMode mode) {
    try {
      return new RunningSidecar(setup, mode);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SidecarException e) {
      throw new IllegalStateException("the sidecar did not start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the sidecar did not start: interrupted", e);
    }
  }

  TestSidecar sidecar() {
    return sidecar;
  }

  TestMode mode() {
    return mode;
  }

  Path home() {
    return home;
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException(e); // none of them fails
      }
    }
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
