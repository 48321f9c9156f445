package dev.mecha.cli.call;

import dev.mecha.cli.client.SidecarClient;
import dev.mecha.cli.client.SidecarClient.Address;
import dev.mecha.cli.client.SidecarClient.Answer;
import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Flags;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.terminal.Program;
import dev.mecha.cli.terminal.StatusLines;
import dev.mecha.cli.terminal.StatusLines.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code invoke}: calls a method of an application through its own sidecar. */
public final class InvokeCommand implements Command {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Surroundings surroundings;

  /**
   * @param surroundings where it runs
   */
  public InvokeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public String name() {
    return "invoke";
  }

  @Override
  public String summary() {
    return "Call a method of an application.";
  }

  @Override
  public void describe(CommandSpec spec) {
    spec.addOption(Flags.required("TEXT", "The application's name.", "-a", "--app-id"));
    spec.addOption(Flags.required("PATH", "What to call.", "-m", "--method"));
    spec.addOption(Flags.text("VERB", "The HTTP verb; POST without it.", "-v", "--verb"));
    Payload.addTo(spec);
    Target.addTo(spec);
  }

  @Override
  public int execute(ParseResult parsed, Globals globals) {
    StatusLines lines = surroundings.lines(globals.logAsJson());
    String appId = Flags.text(parsed, "--app-id");
    byte[] body;
    try {
      body = Payload.of(parsed, name());
    } catch (IOException e) {
      lines.fail(String.valueOf(e.getMessage()));
      return 1;
    }
    try {
      Address target =
          Target.of(appId, parsed, globals, surroundings, "app ID " + appId + " not found");
      show(call(target, appId, parsed, body), lines);
      return 0;
    } catch (IOException e) {
      lines.fail("error invoking app " + appId + ": " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private Answer call(Address target, String appId, ParseResult parsed, byte[] body)
      throws IOException, InterruptedException {
    String path = "/v1.0/invoke/" + Urls.strict(appId) + "/method/" + Urls.tolerant(method(parsed));
    String verb = parsed.matchedOptionValue("--verb", "POST").toUpperCase(Locale.ROOT);
    try (var client = new SidecarClient(surroundings.environment())) {
      Answer answer =
          client.send(
              target, verb, path, Map.of("Content-Type", "application/json"), body, PATIENCE);
      if (answer.status() >= 400) {
        throw new IOException(failure(answer));
      }
      return answer;
    }
  }

  private static String method(ParseResult parsed) {
    String method = Flags.text(parsed, "--method");
    return method.startsWith("/") ? method.substring(1) : method;
  }

  private String failure(Answer answer) {
    String status = answer.status() + " " + answer.reason();
    return surroundings.program() == Program.DAPR || answer.body().length() == 0
        ? status
        : status + ": " + answer.body().toString(StandardCharsets.UTF_8).strip();
  }

  private void show(Answer answer, StatusLines lines) {
    if (answer.body().length() > 0) {
      surroundings.console().out(answer.body().toString(StandardCharsets.UTF_8));
    }
    if (surroundings.program() == Program.DAPR) {
      lines.say(Status.SUCCESS, "App invoked successfully");
    }
  }
}
