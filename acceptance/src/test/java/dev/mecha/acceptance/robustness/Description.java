package dev.mecha.acceptance.robustness;

import dev.mecha.acceptance.process.Distribution;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What the distribution says of a component that it ships.
 *
 * @param type such as {@code state.redis}
 * @param versions such as {@code v1}
 * @param fields its metadata
 */
record Description(String type, List<String> versions, List<Field> fields) {

  private static final String FOLDER = "META-INF/mecha/components/";

  /**
   * A field of the metadata.
   *
   * @param name as it is written
   * @param example of its value; may be empty
   * @param allowed the values that it may have; empty if there is no list
   * @param required whether it cannot be left out
   * @param sensitive whether it holds a secret
   */
  record Field(
      String name, String example, List<String> allowed, boolean required, boolean sensitive) {}

  /**
   * @return all components of the distribution, by type
   */
  static List<Description> all() {
    try (Stream<Path> files = Files.walk(Distribution.home())) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .flatMap(jar -> in(jar).stream())
          .sorted(Comparator.comparing(Description::type))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Description> in(Path jar) {
    var found = new ArrayList<Description>();
    try (var file = new JarFile(jar.toFile())) {
      for (ZipEntry entry :
          (Iterable<ZipEntry>) file.stream().map(ZipEntry.class::cast)::iterator) {
        if (entry.getName().startsWith(FOLDER) && entry.getName().endsWith(".yaml")) {
          try (InputStream text = file.getInputStream(entry)) {
            found.add(read(text));
          }
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Description read(InputStream text) {
    var yaml = new Yaml(new SafeConstructor(new LoaderOptions())).<Map<?, ?>>load(text);
    return new Description(
        String.valueOf(yaml.get("type")),
        texts(yaml.get("versions")),
        yaml.get("metadata") instanceof List<?> fields
            ? fields.stream().map(field -> field((Map<?, ?>) field)).toList()
            : List.of());
  }

  private static Field field(Map<?, ?> yaml) {
    Object example = yaml.get("example");
    return new Field(
        String.valueOf(yaml.get("name")),
        example == null ? "" : example.toString(),
        texts(yaml.get("allowed")),
        Boolean.TRUE.equals(yaml.get("required")),
        Boolean.TRUE.equals(yaml.get("sensitive")));
  }

  private static List<String> texts(@Nullable Object list) {
    return list instanceof List<?> values
        ? values.stream().map(String::valueOf).toList()
        : List.of();
  }
}
