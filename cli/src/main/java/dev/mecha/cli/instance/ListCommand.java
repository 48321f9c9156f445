package dev.mecha.cli.instance;

import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Flags;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Kubernetes;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.instance.Instance.Doors;
import dev.mecha.cli.terminal.Records;
import dev.mecha.cli.terminal.Table;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code list}: the sidecars that run on this machine. */
public final class ListCommand implements Command {

  private static final Set<String> FORMS = Set.of("", "table", "json", "yaml");
  private static final int SHOWN_COMMAND = 20;

  /** As the peer writes it, with a dot where others have a colon. */
  private static final DateTimeFormatter CREATED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm.ss");

  private final Surroundings surroundings;
  private final InstantSource clock;

  /**
   * @param surroundings where it runs
   * @param clock tells how old a sidecar is
   */
  public ListCommand(Surroundings surroundings, InstantSource clock) {
    this.surroundings = surroundings;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "list";
  }

  @Override
  public String summary() {
    return "List the sidecars that run on this machine.";
  }

  @Override
  public void describe(CommandSpec spec) {
    spec.addOption(Flags.text("FORM", "table (the default), json or yaml.", "-o", "--output"));
    Kubernetes.addTo(spec);
  }

  @Override
  public int execute(ParseResult parsed, Globals globals) {
    String form = Flags.text(parsed, "--output");
    if (!FORMS.contains(form)) {
      surroundings
          .lines(globals.logAsJson())
          .fail(
              switch (surroundings.program()) {
                case DAPR -> "An invalid output format was specified.";
                case MECHA -> "--output: \"" + form + "\" (expected: table, json or yaml)";
              });
      return 1;
    }
    if (Kubernetes.refused(parsed, surroundings, globals)) {
      return 1;
    }
    try {
      show(
          new Instances(surroundings.home(globals.runtimePath()), surroundings.environment()).all(),
          form);
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private void show(List<Instance> instances, String form) {
    List<Map<String, Object>> records = instances.stream().map(this::fields).toList();
    switch (form) {
      case "json" -> surroundings.console().out(Records.json(records));
      case "yaml" -> surroundings.console().out(Records.yaml(records));
      default -> surroundings.console().out(instances.isEmpty() ? nothing() : table(records));
    }
  }

  private String nothing() {
    return switch (surroundings.program()) {
      case DAPR -> "No Dapr instances found.";
      case MECHA -> "Nothing runs. To start something: mecha run --app-id myapp";
    };
  }

  private Map<String, Object> fields(Instance instance) {
    Doors doors = instance.doors();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("appId", instance.appId());
    fields.put("httpPort", doors.http());
    fields.put("grpcPort", doors.grpc());
    fields.put("appPort", doors.app());
    fields.put("metricsEnabled", doors.metrics());
    fields.put("command", shortened(instance.note(Instance.APP_COMMAND)));
    fields.put("age", Age.of(Duration.between(instance.created(), clock.instant())));
    fields.put("created", CREATED.format(instance.created().atZone(ZoneId.systemDefault())));
    fields.put("daprdPid", instance.sidecarPid());
    fields.put("cliPid", instance.pid(Instance.CLI_PID));
    fields.put("appPid", instance.pid(Instance.APP_PID));
    fields.put("maxRequestBodySize", doors.maxBodySize());
    fields.put("httpReadBufferSize", doors.readBufferSize());
    fields.put("runTemplatePath", instance.note(Instance.RUN_FILE));
    fields.put("appLogPath", instance.note(Instance.APP_LOG));
    fields.put("daprdLogPath", instance.note(Instance.SIDECAR_LOG));
    fields.put("runTemplateName", instance.note(Instance.RUN_NAME));
    return fields;
  }

  private static String shortened(String command) {
    return command.length() <= SHOWN_COMMAND
        ? command
        : command.substring(0, SHOWN_COMMAND - 3) + "...";
  }

  private static String table(List<Map<String, Object>> records) {
    var columns = new LinkedHashMap<String, String>();
    columns.put("appId", "APP ID");
    columns.put("httpPort", "HTTP PORT");
    columns.put("grpcPort", "GRPC PORT");
    columns.put("appPort", "APP PORT");
    columns.put("command", "COMMAND");
    columns.put("age", "AGE");
    columns.put("created", "CREATED");
    columns.put("daprdPid", "DAPRD PID");
    columns.put("cliPid", "CLI PID");
    columns.put("appPid", "APP PID");
    columns.put("runTemplatePath", "RUN_TEMPLATE_PATH");
    columns.put("appLogPath", "APP_LOG_PATH");
    columns.put("daprdLogPath", "DAPRD_LOG_PATH");
    var table = new Table(columns.values().toArray(String[]::new));
    for (Map<String, Object> fields : records) {
      table.row(columns.keySet().stream().map(key -> String.valueOf(fields.get(key))).toList());
    }
    return table.text();
  }
}
