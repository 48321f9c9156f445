package dev.mecha.cli.instance;

import dev.mecha.cli.client.SidecarClient;
import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Kubernetes;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.terminal.Table;
import dev.mecha.runtime.Version;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code status}: whether what runs is well. On one machine there is no control plane to ask about:
 * the sidecars are all there is.
 */
public final class StatusCommand implements Command {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Surroundings surroundings;
  private final InstantSource clock;

  /**
   * @param surroundings where it runs
   * @param clock tells how old a sidecar is
   */
  public StatusCommand(Surroundings surroundings, InstantSource clock) {
    this.surroundings = surroundings;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "status";
  }

  @Override
  public String summary() {
    return "Tell whether the sidecars of this machine are well.";
  }

  @Override
  public void describe(CommandSpec spec) {
    Kubernetes.addTo(spec);
  }

  @Override
  public int execute(ParseResult parsed, Globals globals) {
    if (Kubernetes.refused(parsed, surroundings, globals)) {
      return 1;
    }
    try {
      List<Instance> running =
          new Instances(surroundings.home(globals.runtimePath()), surroundings.environment()).all();
      surroundings
          .console()
          .out(running.isEmpty() ? "Nothing runs; nothing has to." : table(running));
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private String table(List<Instance> running) throws InterruptedException {
    var table = new Table("NAME", "HEALTHY", "STATUS", "VERSION", "AGE");
    try (var client = new SidecarClient(surroundings.environment())) {
      for (Instance instance : running) {
        String status = status(instance, client);
        table.row(
            List.of(
                instance.appId(),
                status.equals("Running") ? "True" : "False",
                status,
                Version.current().api(),
                Age.of(Duration.between(instance.created(), clock.instant()))));
      }
    }
    return table.text();
  }

  private static String status(Instance instance, SidecarClient client)
      throws InterruptedException {
    try {
      int code =
          client
              .send(instance.address(), "GET", "/v1.0/healthz", Map.of(), new byte[0], PATIENCE)
              .status();
      return code == 204 ? "Running" : "Waiting for the application";
    } catch (IOException e) {
      return "Not answering";
    }
  }
}
