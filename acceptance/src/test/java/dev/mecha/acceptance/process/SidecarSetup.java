package dev.mecha.acceptance.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a case says before a sidecar starts. It can be started from several times. */
public final class SidecarSetup {

  private final Path folder;
  private final List<String> flags = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private String appId = "myapp";
  private int resources;

  SidecarSetup(Path folder) {
    this.folder = folder;
  }

  /**
   * @param id in place of {@code myapp}
   * @return this
   */
  public SidecarSetup appId(String id) {
    appId = id;
    return this;
  }

  /**
   * @param yaml one resource file
   * @return this
   */
  public SidecarSetup resource(String yaml) {
    return resource("resource-" + resources++ + ".yaml", yaml);
  }

  /**
   * @param file its name, so that a case can change it later
   * @param yaml what is in it
   * @return this
   */
  public SidecarSetup resource(String file, String yaml) {
    write(resourceFolder().resolve(file), yaml);
    return this;
  }

  /**
   * @param yaml a file of kind Configuration
   * @return this
   */
  public SidecarSetup configuration(String yaml) {
    Path file = folder.resolve("config.yaml");
    write(file, yaml);
    return flags("--config=" + file);
  }

  /**
   * @param more flags as on the command line
   * @return this
   */
  public SidecarSetup flags(String... more) {
    flags.addAll(List.of(more));
    return this;
  }

  /**
   * @param name of a variable
   * @param value its value
   * @return this
   */
  public SidecarSetup environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * @return the folder of the resource files
   */
  public Path resourceFolder() {
    return folder.resolve("resources");
  }

  /**
   * Starts the process without waiting for it.
   *
   * @return the process
   */
  public Sidecar launch() {
    int http = Ports.free();
    int grpc = Ports.free();
    int metrics = Ports.free();
    var command = new ArrayList<String>();
    command.add(Distribution.program("mechad").toString());
    command.add("--app-id=" + appId);
    command.add("--dapr-http-port=" + http);
    command.add("--dapr-grpc-port=" + grpc);
    command.add("--metrics-port=" + metrics);
    command.add("--metrics-listen-address=127.0.0.1");
    command.add("--dapr-listen-addresses=127.0.0.1");
    command.add("--runtime-path=" + folder);
    if (Files.isDirectory(resourceFolder())) {
      command.add("--resources-path=" + resourceFolder());
    }
    command.addAll(flags);
    Path output = nextOutput();
    return new Sidecar(start(command, output), output, http, grpc, metrics);
  }

  private Process start(List<String> command, Path output) {
    try {
      Files.createDirectories(folder);
      var builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One file for each start, so that a case never takes the lines of an earlier start for its own.
   */
  private Path nextOutput() {
    int number = 1;
    while (Files.exists(folder.resolve("sidecar-" + number + ".log"))) {
      number++;
    }
    return folder.resolve("sidecar-" + number + ".log");
  }

  /**
   * Starts the process and waits until it is healthy.
   *
   * @return the sidecar
   */
  public Sidecar start() {
    Sidecar sidecar = launch();
    try {
      sidecar.awaitHealthy();
      return sidecar;
    } catch (RuntimeException | Error e) {
      sidecar.close();
      throw e;
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
