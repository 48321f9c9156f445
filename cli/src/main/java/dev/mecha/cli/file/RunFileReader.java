package dev.mecha.cli.file;

import dev.mecha.cli.yaml.BadFileException;
import dev.mecha.cli.yaml.YamlNode;
import dev.mecha.spi.Durations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a file of applications: checks it whole, and merges what is common to all into each. */
public final class RunFileReader {

  private static final Set<String> TOP = Set.of("version", "name", "common", "apps");
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);

  private final Path path;
  private final Path base;
  private final Path userHome;

  /**
   * @param path the file, for errors and for what is relative to it; it need not exist if its text
   *     came from elsewhere
   * @param userHome what {@code ~} stands for
   */
  public RunFileReader(Path path, Path userHome) {
    this.path = path.toAbsolutePath().normalize();
    this.base = this.path.getParent() == null ? this.path : this.path.getParent();
    this.userHome = userHome;
  }

  /**
   * @param text of the file
   * @return what stands in it
   * @throws BadFileException if it cannot be used
   */
  public RunFile read(String text) throws BadFileException {
    YamlNode root = YamlNode.parse(path.toString(), text);
    if (root.field("version").integer() == 0) {
      throw new BadFileException(
          path + ": required field 'version' not found in the provided run template file");
    }
    YamlNode common = root.field("common");
    var warnings = new ArrayList<>(root.unknown(TOP));
    warnings.addAll(common.unknown(RunFileFlags.COMMON_FIELDS));
    var apps = new ArrayList<RunFileApp>();
    for (YamlNode app : root.field("apps").items()) {
      warnings.addAll(app.unknown(RunFileFlags.APP_FIELDS));
      apps.add(app(app, common));
    }
    Dependencies.check(path, apps);
    return new RunFile(root.field("name").text(""), path, List.copyOf(apps), List.copyOf(warnings));
  }

  private RunFileApp app(YamlNode app, YamlNode common) throws BadFileException {
    if (app.field("appDirPath").text("").isEmpty()) {
      throw app.field("appDirPath").missing("required: the folder of the application");
    }
    Path directory = existing(app.field("appDirPath"), base);
    var flags = new ArrayList<>(RunFileFlags.of(app, common));
    for (Path folder : resources(app, common, directory)) {
      flags.add("--resources-path=" + folder);
    }
    Path config = configuration(app, common, directory);
    if (config != null) {
      flags.add("--config=" + config);
    }
    YamlNode sockets = app.field("unixDomainSocket");
    if (!sockets.text("").isEmpty()) {
      flags.add("--unix-domain-socket=" + absolute(sockets.text(""), directory));
    }
    Path own = directory.getFileName();
    return new RunFileApp(
        app.field("appID").text(own == null ? "" : own.toString()),
        directory,
        List.copyOf(flags),
        List.copyOf(app.field("command").texts()),
        environment(app, common),
        LogDestination.read(
            app.field("daprdLogDestination"),
            LogDestination.read(common.field("daprdLogDestination"), LogDestination.FILE)),
        LogDestination.read(
            app.field("appLogDestination"),
            LogDestination.read(
                common.field("appLogDestination"), LogDestination.FILE_AND_CONSOLE)),
        runtimePath(app, common, directory),
        List.copyOf(app.field("dependsOn").texts()),
        timeout(app.field("readyTimeout"), timeout(common.field("readyTimeout"), READY_TIMEOUT)));
  }

  /** The application's own, else those beside it, else those of all; none for the home folder's. */
  private List<Path> resources(YamlNode app, YamlNode common, Path directory)
      throws BadFileException {
    List<Path> own = resources(app, directory);
    List<Path> beside = List.of(directory.resolve(".dapr").resolve("resources"));
    return !own.isEmpty()
        ? own
        : Files.isDirectory(beside.getFirst()) ? beside : resources(common, base);
  }

  private List<Path> resources(YamlNode place, Path from) throws BadFileException {
    var folders = new ArrayList<Path>();
    for (YamlNode folder : place.field("resourcesPaths").items()) {
      folders.add(existing(folder, from));
    }
    if (!place.field("resourcesPath").text("").isBlank()) {
      folders.add(existing(place.field("resourcesPath"), from));
    }
    return folders;
  }

  private @Nullable Path configuration(YamlNode app, YamlNode common, Path directory)
      throws BadFileException {
    if (!app.field("configFilePath").text("").isEmpty()) {
      return existing(app.field("configFilePath"), directory);
    }
    Path beside = directory.resolve(".dapr").resolve("config.yaml");
    if (Files.isRegularFile(beside)) {
      return beside;
    }
    return common.field("configFilePath").text("").isBlank()
        ? null
        : existing(common.field("configFilePath"), base);
  }

  private String runtimePath(YamlNode app, YamlNode common, Path directory)
      throws BadFileException {
    if (!app.field("runtimePath").text("").isEmpty()) {
      return existing(app.field("runtimePath"), directory).toString();
    }
    return common.field("runtimePath").text("").isEmpty()
        ? ""
        : existing(common.field("runtimePath"), base).toString();
  }

  private static Map<String, String> environment(YamlNode app, YamlNode common)
      throws BadFileException {
    var environment = new LinkedHashMap<>(common.field("env").entries());
    environment.putAll(app.field("env").entries());
    return Map.copyOf(environment);
  }

  private static Duration timeout(YamlNode field, Duration fallback) throws BadFileException {
    try {
      String text = field.text("");
      Duration given = text.isEmpty() ? fallback : Durations.parse(text, Duration.ofSeconds(1));
      if (given.isPositive()) {
        return given;
      }
    } catch (IllegalArgumentException e) {
      throw field.wrong("a duration such as 30s");
    }
    throw field.wrong("a duration above zero, such as 30s");
  }

  private Path existing(YamlNode field, Path from) throws BadFileException {
    Path found = absolute(field.text(""), from);
    if (!Files.exists(found)) {
      throw field.wrong("a path that exists; looked at " + found);
    }
    return found;
  }

  private Path absolute(String path, Path from) {
    return path.startsWith("~/")
        ? userHome.resolve(path.substring(2)).toAbsolutePath().normalize()
        : from.resolve(path).toAbsolutePath().normalize();
  }
}
