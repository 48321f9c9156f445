package dev.mecha.kernel.registry;

import dev.mecha.spi.ComponentProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jars of one plug-in. No jar is opened before one of the plug-in's types is asked for. */
final class Plugin {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.registry");

  private final Path directory;
  private final ClassLoader parent;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable URLClassLoader loader;
  private @Nullable List<ComponentProvider<?>> providers;
  private @Nullable Set<String> types;

  Plugin(Path directory, ClassLoader parent) {
    this.directory = directory;
    this.parent = parent;
  }

  /** What the index says, or if there is none, what the providers say. */
  boolean serves(String type) {
    lock.lock();
    try {
      Set<String> known = types;
      if (known == null) {
        known = Files.exists(index()) ? indexed() : provided();
        types = known;
      }
      return known.contains(type);
    } finally {
      lock.unlock();
    }
  }

  private Path index() {
    return directory.resolve(PluginDirectory.INDEX);
  }

  private Set<String> indexed() {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(index())) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      LOG.error("{}: cannot be read (expected: types=...): {}", index(), Failures.describe(e));
    }
    return Stream.of(properties.getProperty("types", "").split(","))
        .map(type -> type.strip().toLowerCase(Locale.ROOT))
        .filter(type -> !type.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Set<String> provided() {
    return providers().stream()
        .flatMap(provider -> provider.types().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  List<ComponentProvider<?>> providers() {
    lock.lock();
    try {
      List<ComponentProvider<?>> known = providers;
      if (known == null) {
        LOG.debug("Loading plug-in {}", directory);
        URLClassLoader opened =
            new URLClassLoader(String.valueOf(directory.getFileName()), jars(), parent);
        loader = opened;
        known = ServiceProviders.of(opened);
        providers = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private URL[] jars() {
    var jars = new ArrayList<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.jar")) {
      entries.forEach(jars::add);
      Collections.sort(jars);
      var urls = new ArrayList<URL>();
      for (Path jar : jars) {
        urls.add(jar.toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(directory + ": cannot be listed", e);
    }
  }

  void close() {
    lock.lock();
    try {
      if (loader != null) {
        loader.close();
      }
    } catch (IOException e) {
      LOG.debug("{}: cannot be closed", directory, e);
    } finally {
      lock.unlock();
    }
  }
}
