package dev.mecha.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The command of the distribution, under one of its names: in a folder of its own, with a home
 * folder there, and an environment that holds nothing but the {@code PATH}.
 */
public final class Command {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final Path folder;
  private final Map<String, String> environment = new TreeMap<>();

  private Command(String name, Path folder) {
    this.name = name;
    this.folder = folder;
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", folder.toString());
  }

  /**
   * @param folder where it runs, which is the user's home too
   * @return the command {@code mecha}
   */
  public static Command mecha(Path folder) {
    return new Command("mecha", folder);
  }

  /**
   * @param folder where it runs, which is the user's home too
   * @return the command {@code dapr}
   */
  public static Command dapr(Path folder) {
    return new Command("compat/dapr", folder);
  }

  /**
   * @param variable of the environment
   * @param value its value
   * @return this
   */
  public Command with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * What it did.
   *
   * @param status with which it ended
   * @param out what it wrote to standard output
   * @param err what it wrote to standard error
   */
  public record Result(int status, String out, String err) {}

  /**
   * Runs to the end.
   *
   * @param arguments of the command line
   * @return what it did
   */
  public Result run(String... arguments) {
    try (Running running = start(arguments)) {
      int status = running.awaitExit();
      return new Result(status, running.out(), running.err());
    }
  }

  /**
   * Starts it and does not wait.
   *
   * @param arguments of the command line
   * @return the process
   */
  public Running start(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Distribution.program(name).toString());
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile(folder, "command-", ".out");
      Path err = Files.createTempFile(folder, "command-", ".err");
      var builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      return new Running(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command that runs. Ended by force if it still does at the end. */
  public static final class Running implements AutoCloseable {

    private final Process process;
    private final Path out;
    private final Path err;

    private Running(Process process, Path out, Path err) {
      this.process = process;
      this.out = out;
      this.err = err;
    }

    /**
     * @return the process
     */
    public ProcessHandle process() {
      return process.toHandle();
    }

    /**
     * @return what it has written to standard output
     */
    public String out() {
      return read(out);
    }

    /**
     * @return what it has written to standard error
     */
    public String err() {
      return read(err);
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * Waits until it has written something to either.
     *
     * @param part of what it writes
     */
    public void await(String part) {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(25))
          .failFast(
              () -> {
                if (!process.isAlive() && !(out() + err()).contains(part)) {
                  throw new IllegalStateException("it ended:\n" + out() + err());
                }
              })
          .untilAsserted(() -> assertThat(out() + err()).contains(part));
    }

    /**
     * Sends a signal.
     *
     * @param signal such as {@code HUP}
     */
    public void signal(String signal) {
      Signals.send(process.pid(), signal);
    }

    /**
     * Waits until it has ended.
     *
     * @return its status
     */
    public int awaitExit() {
      try {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
            .as("it ends:\n%s%s", out(), err())
            .isTrue();
        return process.exitValue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
