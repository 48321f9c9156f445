package dev.mecha.cli.instance;

import java.io.IOException;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file by which other commands find a sidecar that this one runs. It is there while the sidecar
 * serves; one that a killed command left behind is recognized by its process and taken away.
 */
public final class InstanceNote implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.cli");
  private static final String SUFFIX = ".properties";

  private final Path file;
  private final ReentrantLock lock = new ReentrantLock();
  private Instance instance;
  private boolean closed;

  private InstanceNote(Path file, Instance instance) {
    this.file = file;
    this.instance = instance;
  }

  /**
   * @param home the home folder
   * @return where the notes are
   */
  static Path folder(Path home) {
    return home.resolve("run");
  }

  /**
   * Leaves a note. Where none can be written, other commands do not find the sidecar, which is said
   * in the log; it runs all the same.
   *
   * @param home the home folder
   * @param instance which sidecar
   * @return the note, to be closed when the sidecar ends
   */
  public static InstanceNote leave(Path home, Instance instance) {
    String name = URLEncoder.encode(instance.appId(), StandardCharsets.UTF_8);
    Path file = folder(home).resolve(name + "-" + instance.sidecarPid() + SUFFIX);
    var note = new InstanceNote(file, instance);
    note.write();
    return note;
  }

  /**
   * Adds to what the note says, by the names of the metadata API.
   *
   * @param key such as {@code appPID}
   * @param value what it is
   */
  public void add(String key, String value) {
    lock.lock();
    try {
      var notes = new LinkedHashMap<>(instance.notes());
      notes.put(key, value);
      instance =
          new Instance(
              instance.appId(),
              instance.doors(),
              instance.sidecarPid(),
              instance.created(),
              Map.copyOf(notes));
      if (!closed) {
        write();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A reader sees the old note or the new one, never half of one. */
  private void write() {
    var properties = new Properties();
    NoteFields.of(instance).forEach(properties::setProperty);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(fresh.getParent());
      try (Writer out = Files.newBufferedWriter(fresh)) {
        properties.store(out, null);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} cannot be written: other commands will not find {}", file, instance.appId());
      closed = true;
    }
  }

  /**
   * Reads a note.
   *
   * @param file the note
   * @return the sidecar, if it still runs and the file can be read
   */
  static Optional<Instance> read(Path file) {
    if (!file.toString().endsWith(SUFFIX)) {
      return Optional.empty();
    }
    var properties = new Properties();
    try {
      try (var in = Files.newBufferedReader(file)) {
        properties.load(in);
      }
      Optional<Instance> found = NoteFields.read(properties);
      if (found.isEmpty() || !runs(found.get())) {
        Files.deleteIfExists(file);
        return Optional.empty();
      }
      return found;
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // it went away meanwhile, or is no note
    }
  }

  /** Numbers of processes are given out again: the one that wrote the note is older than it. */
  private static boolean runs(Instance instance) {
    return ProcessHandle.of(instance.sidecarPid())
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                process
                    .info()
                    .startInstant()
                    .map(start -> !start.minusSeconds(1).isAfter(instance.created()))
                    .orElse(true))
        .isPresent();
  }

  /** Takes the note away. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Whoever reads it next sees that the process is gone.
      return;
    } finally {
      lock.unlock();
    }
  }
}
