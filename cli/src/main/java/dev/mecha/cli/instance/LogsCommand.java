package dev.mecha.cli.instance;

import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Flags;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Kubernetes;
import dev.mecha.cli.command.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code logs}: shows the log of an application of a file, or that of its sidecar. */
public final class LogsCommand implements Command {

  private static final int CHUNK = 64 << 10;
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Surroundings surroundings;

  /**
   * @param surroundings where it runs
   */
  public LogsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public String name() {
    return "logs";
  }

  @Override
  public String summary() {
    return "Show the log of an application that run -f started.";
  }

  @Override
  public void describe(CommandSpec spec) {
    spec.addOption(Flags.required("TEXT", "The application's name.", "-a", "--app-id"));
    spec.addOption(Flags.toggle("That of its sidecar.", "--sidecar"));
    spec.addOption(Flags.toggle("Go on as it grows, as long as it runs.", "--follow"));
    spec.addOption(Flags.text("TEXT", "Of interest in clusters only.", "-p", "--pod-name"));
    Kubernetes.addTo(spec);
  }

  @Override
  public int execute(ParseResult parsed, Globals globals) {
    if (Kubernetes.refused(parsed, surroundings, globals)) {
      return 1;
    }
    String appId = Flags.text(parsed, "--app-id");
    var instances =
        new Instances(surroundings.home(globals.runtimePath()), surroundings.environment());
    try {
      Optional<Instance> found = instances.of(appId);
      Path file = file(appId, found, Flags.on(parsed, "--sidecar"));
      show(file, Flags.on(parsed, "--follow") ? found : Optional.empty(), instances);
      return 0;
    } catch (IOException e) {
      surroundings.lines(globals.logAsJson()).fail(String.valueOf(e.getMessage()));
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static Path file(String appId, Optional<Instance> found, boolean sidecar)
      throws IOException {
    Instance instance =
        found.orElseThrow(
            () ->
                new IOException(
                    "no application \""
                        + appId
                        + "\" runs here; logs of those that have ended are in .dapr/logs of their"
                        + " folders"));
    String path = instance.note(sidecar ? Instance.SIDECAR_LOG : Instance.APP_LOG);
    if (path.isEmpty()) {
      throw new IOException(
          appId
              + " writes to the terminal that it was started in, and to no file (run -f keeps files"
              + " unless told otherwise)");
    }
    return Path.of(path);
  }

  private void show(Path file, Optional<Instance> followed, Instances instances)
      throws IOException, InterruptedException {
    try (InputStream in = Files.newInputStream(file)) {
      boolean last = false;
      while (true) {
        for (byte[] bytes = in.readNBytes(CHUNK); bytes.length > 0; bytes = in.readNBytes(CHUNK)) {
          surroundings.console().out(bytes);
        }
        if (last || followed.isEmpty()) {
          return;
        }
        last = !instances.stillRuns(followed.get());
        Thread.sleep(LOOK);
      }
    }
  }
}
