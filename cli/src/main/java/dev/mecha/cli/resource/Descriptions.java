package dev.mecha.cli.resource;

import dev.mecha.cli.yaml.BadFileException;
import dev.mecha.cli.yaml.YamlNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The descriptions of all components that this distribution has: of those on the class path, and of
 * the plug-ins, whose jars are read and not loaded.
 */
final class Descriptions {

  private static final String FOLDER = "META-INF/mecha/components";
  private static final String SERVICES = "META-INF/services/dev.mecha.spi.ComponentProvider";

  private final List<ComponentDescription> all = new ArrayList<>();

  private Descriptions() {}

  /**
   * @param plugins the folder of plug-ins, if there is one
   * @return all descriptions
   */
  static Descriptions of(Optional<Path> plugins) {
    var descriptions = new Descriptions();
    try {
      ClassLoader loader = Descriptions.class.getClassLoader();
      for (URL services : Collections.list(loader.getResources(SERVICES))) {
        descriptions.addBeside(services);
      }
      if (plugins.isPresent() && Files.isDirectory(plugins.get())) {
        descriptions.addPlugins(plugins.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return descriptions;
  }

  /** A jar need not have an entry for a folder; what brings components has one for its services. */
  private void addBeside(URL services) throws IOException {
    if (services.getProtocol().equals("jar")) {
      String jar = services.getPath().substring(0, services.getPath().indexOf('!'));
      addFromJar(Path.of(URI.create(jar)));
      return;
    }
    try {
      // META-INF, which has both.
      Path meta = Path.of(services.toURI()).resolveSibling("..").normalize();
      addFrom(meta.resolveSibling(FOLDER).normalize());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private void addPlugins(Path folder) throws IOException {
    try (Stream<Path> jars = Files.find(folder, 2, (path, _) -> isOurs(path))) {
      for (Path jar : jars.toList()) {
        addFromJar(jar);
      }
    }
  }

  /** What drivers bring along describes no components. */
  private static boolean isOurs(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.startsWith("mecha-component-") && name.endsWith(".jar");
  }

  private void addFromJar(Path jar) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(jar, Map.of())) {
      Path folder = files.getPath(FOLDER);
      if (Files.isDirectory(folder)) {
        addFrom(folder);
      }
    }
  }

  private void addFrom(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.yaml")) {
      for (Path file : files) {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        all.add(ComponentDescription.read(YamlNode.parse(file.toString(), text)));
      }
    } catch (BadFileException e) {
      throw new IllegalStateException("a description of our own", e);
    }
  }

  Optional<ComponentDescription> of(String type) {
    String wanted = type.toLowerCase(Locale.ROOT);
    return all.stream().filter(each -> each.types().contains(wanted)).findFirst();
  }

  /** All types of the same kind, for whoever mistyped one. */
  List<String> typesLike(String type) {
    String kind = type.contains(".") ? type.substring(0, type.indexOf('.') + 1) : "";
    return all.stream()
        .map(each -> each.types().getFirst())
        .filter(each -> each.startsWith(kind))
        .sorted()
        .toList();
  }
}
