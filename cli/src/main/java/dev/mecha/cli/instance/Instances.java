package dev.mecha.cli.instance;

import dev.mecha.cli.client.SidecarClient;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the sidecars that run on this machine. */
public final class Instances {

  private final Path home;
  private final Map<String, String> environment;

  /**
   * @param home the home folder, whose notes are read
   * @param environment of the process
   */
  public Instances(Path home, Map<String, String> environment) {
    this.home = home;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Finds all of them.
   *
   * @return those that commands run and those that are processes of their own, oldest first
   * @throws InterruptedException if the caller is interrupted
   */
  public List<Instance> all() throws InterruptedException {
    var found = new ArrayList<>(noted());
    List<Instance> alone = SidecarProcesses.find();
    if (!alone.isEmpty()) {
      try (var client = new SidecarClient(environment)) {
        found.addAll(new Attributes(client).addTo(alone));
      }
    }
    found.sort(Comparator.comparing(Instance::created));
    return List.copyOf(found);
  }

  /**
   * Finds one.
   *
   * @param appId the application's name
   * @return the oldest of that name
   * @throws InterruptedException if the caller is interrupted
   */
  public Optional<Instance> of(String appId) throws InterruptedException {
    return all().stream().filter(instance -> instance.appId().equals(appId)).findFirst();
  }

  /**
   * @param instance one that a command runs
   * @return whether its note is still there
   */
  boolean stillRuns(Instance instance) {
    return noted().stream()
        .anyMatch(
            other ->
                other.appId().equals(instance.appId())
                    && other.sidecarPid() == instance.sidecarPid());
  }

  private List<Instance> noted() {
    var found = new ArrayList<Instance>();
    Path folder = InstanceNote.folder(home);
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> notes = Files.newDirectoryStream(folder)) {
      notes.forEach(note -> InstanceNote.read(note).ifPresent(found::add));
    } catch (IOException e) {
      return found;
    }
    return found;
  }
}
