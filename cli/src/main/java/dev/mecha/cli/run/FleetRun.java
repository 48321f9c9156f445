package dev.mecha.cli.run;

import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.RunFiles;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.file.RunFile;
import dev.mecha.cli.file.RunFileApp;
import dev.mecha.cli.file.RunFileReader;
import dev.mecha.cli.instance.Instance;
import dev.mecha.cli.terminal.Program;
import dev.mecha.cli.yaml.BadFileException;
import dev.mecha.runtime.options.CommandLine;
import dev.mecha.runtime.options.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.ParameterException;

/** {@code run -f}: the applications of a file, and all their sidecars in this process. */
final class FleetRun {

  private static final String STDIN = "-";

  /** Flags that mean something beside a file. */
  private static final Set<String> TAKEN =
      Set.of("run-file", "kubernetes", "help", "runtime-path", "log-as-json");

  private final Surroundings surroundings;
  private final SidecarHosts hosts;
  private final Interrupts interrupts;

  FleetRun(Surroundings surroundings, SidecarHosts hosts, Interrupts interrupts) {
    this.surroundings = surroundings;
    this.hosts = hosts;
    this.interrupts = interrupts;
  }

  /** What the applications of a file are to be, all of them checked. */
  private record Plans(List<RunFileApp> apps, List<RunPlan> plans) {}

  /**
   * @param flags of the command line
   * @param globals the flags that all commands have
   * @return the exit status
   */
  int execute(RunFlags.Values flags, Globals globals) {
    var voice =
        new FleetVoice(
            surroundings.program(),
            surroundings.console(),
            surroundings.lines(globals.logAsJson()));
    if (flags.flag("kubernetes")) {
      voice.failure("--kubernetes: this command runs applications on this machine only");
      return 1;
    }
    ignored(flags)
        .ifPresent(
            names ->
                voice.warning(
                    "The following flags are ignored when using --run-file and should be"
                        + " configured in the run file instead: "
                        + names));
    Optional<RunFile> read = read(flags.text("run-file"), voice);
    if (read.isEmpty()) {
      return 1;
    }
    RunFile file = read.get();
    file.warnings().forEach(voice::warning);
    if (file.apps().isEmpty()) {
      voice.failure("No apps to run");
      return 1;
    }
    return plan(file, globals, voice).map(plans -> run(file, plans, voice)).orElse(1);
  }

  private static Optional<String> ignored(RunFlags.Values flags) {
    var names = new TreeSet<String>();
    flags.parsed().matchedOptions().forEach(flag -> names.add(flag.longestName().substring(2)));
    names.removeAll(TAKEN);
    return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names));
  }

  private Optional<RunFile> read(String given, FleetVoice voice) {
    Path path;
    String text;
    try {
      path = given.equals(STDIN) ? Path.of(STDIN) : RunFiles.find(given);
      text =
          given.equals(STDIN)
              ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(path);
    } catch (IOException e) {
      voice.failure("Failed to get run file path: " + e.getMessage());
      return Optional.empty();
    }
    Path userHome = Path.of(surroundings.environment().getOrDefault("HOME", ""));
    try {
      return Optional.of(new RunFileReader(path, userHome).read(text));
    } catch (BadFileException e) {
      voice.failure("Error getting apps from config file: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Nothing is started unless all of it can be. */
  private Optional<Plans> plan(RunFile file, Globals globals, FleetVoice voice) {
    var warnings = new HashSet<String>();
    var planner =
        new RunPlanner(
            surroundings,
            warning -> {
              if (warnings.add(warning)) {
                voice.warning(warning);
              }
            });
    var ports = new PortBook();
    var plans = new ArrayList<RunPlan>();
    var lines = new ArrayList<CommandLine>();
    RunFileApp current = file.apps().getFirst();
    try {
      for (RunFileApp app : file.apps()) {
        current = app;
        ports.keep(flags(app));
      }
      for (RunFileApp app : file.apps()) {
        current = app;
        RunPlan plan = plan(app, globals, planner, ports);
        plans.add(plan);
        lines.add(CommandLine.parse(plan.sidecarArguments(), plan.sidecarEnvironment()));
      }
    } catch (RunException | ParameterException | UsageException e) {
      voice.invalid(current.appId(), file.path(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    try {
      hosts.share(lines);
    } catch (IllegalArgumentException e) {
      voice.failure(file.path() + ": " + e.getMessage());
      return Optional.empty();
    }
    return Optional.of(new Plans(file.apps(), plans));
  }

  private static RunPlan plan(RunFileApp app, Globals globals, RunPlanner planner, PortBook ports) {
    String runtimePath = app.runtimePath().isEmpty() ? globals.runtimePath() : app.runtimePath();
    return planner.plan(
        flags(app),
        new Globals(runtimePath, globals.logAsJson()),
        new RunPlanner.Place(Optional.of(app.directory()), app.environment(), ports));
  }

  private static RunFlags.Values flags(RunFileApp app) {
    var arguments = new ArrayList<String>();
    arguments.add("--app-id=" + app.appId());
    arguments.addAll(app.flags());
    arguments.add("--");
    arguments.addAll(app.command());
    return RunFlags.read(arguments);
  }

  private int run(RunFile file, Plans plans, FleetVoice voice) {
    var members = new ArrayList<FleetMember>();
    LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
    for (int i = 0; i < plans.apps().size(); i++) {
      RunFileApp app = plans.apps().get(i);
      try {
        MemberLogs logs = MemberLogs.open(app, surroundings.console(), now);
        members.add(
            new FleetMember(
                app, plans.plans().get(i), logs, hosts.loggingTo(logs.sidecar()), notes(file)));
      } catch (IOException e) {
        voice.invalid(app.appId(), file.path(), String.valueOf(e.getMessage()));
        members.forEach(member -> member.logs().close());
        return 1;
      }
    }
    return new FleetSession(
            members,
            file.path(),
            voice,
            RunCommand.APP_GRACE,
            surroundings.program() == Program.MECHA)
        .run(interrupts);
  }

  private static Map<String, String> notes(RunFile file) {
    return file.name().isEmpty()
        ? Map.of(Instance.RUN_FILE, file.path().toString())
        : Map.of(Instance.RUN_FILE, file.path().toString(), Instance.RUN_NAME, file.name());
  }
}
