package dev.mecha.dist;

import dev.mecha.spi.ComponentProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The components that are no part of the class path: one folder each, with all jars that it needs.
 */
final class PlugIns {

  /**
   * What a component's module leaves for the distribution; a component without it is on the class
   * path.
   */
  private static final String FOLDER = "target/plug-in";

  /** As the sidecar's registry expects it. */
  private static final String INDEX = "plugin.properties";

  private final Path components;
  private final String version;

  /**
   * @param components the folder of the modules
   * @param version of their jars
   */
  PlugIns(Path components, String version) {
    this.components = components;
    this.version = version;
  }

  /**
   * @param plugins the folder of the folders
   */
  void writeTo(Path plugins) throws IOException {
    for (Path module : list(components, "*")) {
      if (Files.isDirectory(module.resolve(FOLDER))) {
        write(module, Files.createDirectories(plugins.resolve(module.getFileName().toString())));
      }
    }
  }

  /**
   * The one plug-in that is no component: an index without types keeps the registry from opening
   * it.
   *
   * @param module that sends spans
   * @param plugins the folder of the folders
   */
  void writeTelemetry(Path module, Path plugins) throws IOException {
    Path folder = Files.createDirectories(plugins.resolve("telemetry"));
    copy(module, "mecha-telemetry-", folder);
    Files.writeString(folder.resolve(INDEX), "types=\n");
  }

  private void write(Path module, Path folder) throws IOException {
    List<Path> jars = copy(module, "mecha-component-" + module.getFileName() + "-", folder);
    // Without it the sidecar would have to open every jar to find out who serves a type.
    Files.writeString(folder.resolve(INDEX), "types=" + String.join(",", types(jars)) + "\n");
  }

  private List<Path> copy(Path module, String ownJar, Path folder) throws IOException {
    List<Path> jars = new ArrayList<>(list(module.resolve(FOLDER), "*.jar"));
    jars.add(module.resolve("target/" + ownJar + version + ".jar"));
    for (Path jar : jars) {
      Files.copy(
          jar,
          folder.resolve(jar.getFileName().toString()),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    return jars;
  }

  /** What the providers answer to, aliases included. */
  private static SortedSet<String> types(List<Path> jars) throws IOException {
    var types = new TreeSet<String>();
    try (var loader = new URLClassLoader(urls(jars), ComponentProvider.class.getClassLoader())) {
      for (ComponentProvider<?> provider : ServiceLoader.load(ComponentProvider.class, loader)) {
        if (loader.equals(provider.getClass().getClassLoader())) {
          types.addAll(provider.types());
        }
      }
    }
    if (types.isEmpty()) {
      throw new IOException(jars.getLast() + ": provides no component");
    }
    return types;
  }

  private static URL[] urls(List<Path> jars) throws IOException {
    var urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    return urls;
  }

  private static List<Path> list(Path folder, String pattern) throws IOException {
    var found = new ArrayList<Path>();
    try (var entries = Files.newDirectoryStream(folder, pattern)) {
      entries.forEach(found::add);
    }
    found.sort(null);
    return found;
  }
}
