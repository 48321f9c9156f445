package dev.mecha.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A sidecar process of the distribution: free ports, a folder of its own, and an environment that
 * holds nothing but what the case puts there.
 */
public final class Sidecar implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(30);

  private final Process process;
  private final Path output;
  private final int httpPort;
  private final int grpcPort;
  private final Http http;
  private final Http metrics;

  Sidecar(Process process, Path output, int httpPort, int grpcPort, int metricsPort) {
    this.process = process;
    this.output = output;
    this.httpPort = httpPort;
    this.grpcPort = grpcPort;
    this.http = new Http(httpPort);
    this.metrics = new Http(metricsPort);
  }

  /**
   * @param folder for its resources, its output and what it keeps
   * @return what the case may say before the start
   */
  public static SidecarSetup in(Path folder) {
    return new SidecarSetup(folder);
  }

  /** Waits until the health endpoint answers 204. */
  public void awaitHealthy() {
    await().until(this::healthy);
  }

  private boolean healthy() {
    try {
      return send("GET", "/v1.0/healthz", "").statusCode() == 204;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /**
   * @return the port of the HTTP API
   */
  public int httpPort() {
    return httpPort;
  }

  /**
   * @return the port of the gRPC API
   */
  public int grpcPort() {
    return grpcPort;
  }

  /**
   * @return the process
   */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /**
   * Calls the HTTP API.
   *
   * @param verb such as {@code GET}
   * @param path from the slash on, encoded
   * @param body empty for none
   * @param headers names and values in turn
   * @return the answer
   * @throws UncheckedIOException if there is none
   */
  public HttpResponse<String> send(String verb, String path, String body, String... headers) {
    return http.send(verb, path, body, headers);
  }

  /**
   * @return what the metrics endpoint shows
   */
  public String metrics() {
    return metrics.send("GET", "/metrics", "").body();
  }

  /**
   * @return everything that the process has printed
   */
  public String log() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits for a line.
   *
   * @param part of what the process prints
   */
  public void awaitLog(String part) {
    await().untilAsserted(() -> assertThat(log()).contains(part));
  }

  private org.awaitility.core.ConditionFactory await() {
    return Awaitility.await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(25))
        .failFast(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException("the sidecar ended:\n" + log());
              }
            });
  }

  /**
   * Waits until the process has ended by itself.
   *
   * @return its exit status
   */
  public int awaitExit() {
    try {
      assertThat(process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS))
          .as("the sidecar ends:\n%s", log())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends the process as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /**
   * Sends SIGTERM.
   *
   * @return the exit status
   */
  public int stop() {
    process.destroy();
    return awaitExit();
  }

  /**
   * Sends a signal that Java has no word for.
   *
   * @param name such as {@code HUP}
   */
  public void signal(String name) {
    Signals.send(process.pid(), name);
  }

  /** Ends the process as quickly as can be: a case that cares how it ends has said so before. */
  @Override
  public void close() {
    process.destroyForcibly();
    http.close();
    metrics.close();
    awaitExit();
  }
}
