package dev.mecha.cli.offer;

import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Flags;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.run.Interrupts;
import dev.mecha.cli.terminal.StatusLines;
import dev.mecha.cli.terminal.StatusLines.Status;
import dev.mecha.runtime.OfferedComponent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code component serve}: lets other runtimes use a component of here as a pluggable one. */
public final class ComponentCommand implements Command {

  private static final String SERVE = "serve";
  private static final String FOLDER = "DAPR_COMPONENTS_SOCKETS_FOLDER";
  private static final String DEFAULT_FOLDER = "/tmp/dapr-components-sockets";

  private final Surroundings surroundings;
  private final Interrupts interrupts;

  /**
   * @param surroundings where it runs
   * @param interrupts tells when to end
   */
  public ComponentCommand(Surroundings surroundings, Interrupts interrupts) {
    this.surroundings = surroundings;
    this.interrupts = interrupts;
  }

  @Override
  public String name() {
    return "component";
  }

  @Override
  public String summary() {
    return "Offer a component to other runtimes: component serve TYPE.";
  }

  @Override
  public void describe(CommandSpec spec) {
    spec.addPositional(
        Flags.arguments("0..*", "serve TYPE", "The component's type, such as state.redis."));
    spec.addOption(Flags.text("TEXT", "The component's version; v1.", "--component-version"));
    spec.addOption(
        Flags.text(
            "FILE",
            "Where; its name without the extension is the name for others; mecha-<name>.sock in $"
                + FOLDER
                + ".",
            "--socket"));
  }

  @Override
  public int execute(ParseResult parsed, Globals globals) {
    StatusLines lines = surroundings.lines(globals.logAsJson());
    List<String> arguments = Flags.arguments(parsed);
    if (arguments.size() != 2 || !arguments.getFirst().equals(SERVE)) {
      lines.fail(
          "component: \"" + String.join(" ", arguments) + "\" (expected: component serve TYPE)");
      return 1;
    }
    String type = arguments.getLast().toLowerCase(Locale.ROOT);
    Path socket = socket(type, Flags.text(parsed, "--socket"));
    var ended = new CountDownLatch(1);
    interrupts.onInterrupt(ended::countDown);
    try (OfferedComponent _ =
        OfferedComponent.start(
            type,
            Flags.text(parsed, "--component-version"),
            socket,
            surroundings.plugins().orElse(null),
            surroundings.home(globals.runtimePath()))) {
      lines.say(
          Status.SUCCESS, type + " is offered as " + offered(type, socket) + " on " + socket + ".");
      ended.await();
      return 0;
    } catch (IOException | IllegalArgumentException e) {
      lines.fail(type + ": " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private Path socket(String type, String given) {
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    String folder = surroundings.environment().getOrDefault(FOLDER, DEFAULT_FOLDER);
    return Path.of(folder, "mecha-" + type.substring(type.indexOf('.') + 1) + ".sock");
  }

  private static String offered(String type, Path socket) {
    String file = String.valueOf(socket.getFileName());
    int dot = file.lastIndexOf('.');
    return type.substring(0, type.indexOf('.') + 1) + (dot < 0 ? file : file.substring(0, dot));
  }
}
