package dev.mecha.cli.doctor;

import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Flags;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.home.HomeFolder;
import dev.mecha.cli.resource.Finding;
import dev.mecha.cli.resource.ResourceCheck;
import dev.mecha.cli.resource.ResourceFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code doctor}: looks at everything that can keep a sidecar from starting, and changes nothing.
 */
public final class DoctorCommand implements Command {

  private final Surroundings surroundings;

  /**
   * @param surroundings where it runs
   */
  public DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public String name() {
    return "doctor";
  }

  @Override
  public String summary() {
    return "Check JDK, disk, ports and resource files.";
  }

  @Override
  public void describe(CommandSpec spec) {
    spec.addOption(
        Flags.texts("FOLDER", "In place of the home folder's; repeatable.", "--resources-path"));
    spec.addOption(Flags.text("FILE", "A file of kind Configuration.", "-c", "--config"));
  }

  @Override
  public int execute(ParseResult parsed, Globals globals) {
    var report = new Report(surroundings.console());
    new MachineChecks(surroundings, report).run(surroundings.home(globals.runtimePath()));
    resources(paths(parsed, globals), report);
    surroundings.console().out(report.summary());
    return report.failed() ? 1 : 0;
  }

  private List<Path> paths(ParseResult parsed, Globals globals) {
    var home = HomeFolder.of(surroundings, globals.runtimePath());
    List<String> given = parsed.matchedOptionValue("--resources-path", List.of());
    var paths = new ArrayList<>(given.stream().map(Path::of).toList());
    if (paths.isEmpty()) {
      home.components().ifPresent(paths::add);
    }
    String config = Flags.text(parsed, "--config");
    if (config.isEmpty()) {
      home.configuration().ifPresent(paths::add);
    } else {
      paths.add(Path.of(config));
    }
    return paths;
  }

  private void resources(List<Path> paths, Report report) {
    if (paths.isEmpty()) {
      report.ok("no resource files yet: the first run makes some");
      return;
    }
    for (Path path : paths) {
      if (!Files.exists(path)) {
        report.error(path + " does not exist (expected: a folder or a file of resources)");
      }
    }
    List<Path> there = paths.stream().filter(Files::exists).toList();
    ResourceFolders read = ResourceFolders.read(there);
    List<Finding> findings = new ResourceCheck(surroundings.plugins()).check(read);
    for (Finding finding : findings) {
      if (finding.wrong()) {
        report.error(finding.message());
      } else {
        report.warning(finding.message());
      }
    }
    if (findings.isEmpty() && !there.isEmpty()) {
      report.ok(
          Report.count(read.documents().size(), "resource")
              + " in "
              + String.join(", ", there.stream().map(Path::toString).toList()));
    }
  }
}
