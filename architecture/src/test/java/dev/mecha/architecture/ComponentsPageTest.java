package dev.mecha.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The reference of components says what their descriptions say. To write it anew: {@code mvn -pl
 * architecture test -Dtest=ComponentsPageTest -Dmecha.update=true}.
 */
class ComponentsPageTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path PAGE = ROOT.resolve("docs/components.md");
  private static final String HEAD =
      """
      # Components

      Generated from the descriptions in `components/*/src/main/resources/META-INF/mecha/components`. A component is
      configured by a file of kind `Component`, as in Dapr; names of fields are taken without regard to case. Fields that
      the runtime itself handles for every state store: `keyPrefix` (`appid`, `name`, `namespace`, `none` or a literal
      prefix), `primaryEncryptionKey` and `secondaryEncryptionKey` (by `secretKeyRef`), `actorStateStore`; and for every
      lock store: `keyPrefix` (`appid`, `name`, `none` or a literal prefix). A name resolver is not a file of its own: the
      `Configuration` names it in `spec.nameResolution` (`component: mdns`, without the part before the dot) and holds its
      fields in `configuration`.

      """;

  @Test
  void isTrue() throws IOException {
    String page =
        HEAD
            + descriptions().stream()
                .map(ComponentsPageTest::section)
                .collect(Collectors.joining("\n"));
    if (Boolean.getBoolean("mecha.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).hasContent(page);
  }

  private static List<Map<String, Object>> descriptions() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("components"))) {
      return files
          .filter(
              file -> file.toString().contains("/src/main/resources/META-INF/mecha/components/"))
          .sorted((a, b) -> a.getFileName().compareTo(b.getFileName()))
          .map(ComponentsPageTest::read)
          .toList();
    }
  }

  private static Map<String, Object> read(Path file) {
    try {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked") // the shape is said in tck/README.md
  private static String section(Map<String, Object> component) {
    var page = new StringBuilder();
    page.append("## ")
        .append(component.get("title"))
        .append(" – `")
        .append(component.get("type"))
        .append("`\n\n");
    page.append(text(component, "description")).append("\n\n");
    page.append("Versions: ").append(words(component, "versions"));
    page.append(" · Status: ").append(component.get("status"));
    if (component.containsKey("aliases")) {
      page.append(" · Also: ").append(words(component, "aliases"));
    }
    if (!((List<Object>) component.getOrDefault("capabilities", List.of())).isEmpty()) {
      page.append(" · Capabilities: ").append(words(component, "capabilities"));
    }
    page.append("\n");
    var fields = (List<Map<String, Object>>) component.getOrDefault("metadata", List.of());
    if (!fields.isEmpty()) {
      page.append("\n| field | type | default | |\n|---|---|---|---|\n");
      fields.forEach(field -> page.append(row(field)));
    }
    return page.toString();
  }

  private static String row(Map<String, Object> field) {
    String fallback =
        Boolean.TRUE.equals(field.get("required")) ? "**required**" : code(field.get("default"));
    String kind =
        field.containsKey("choices") ? words(field, "choices") : String.valueOf(field.get("type"));
    String secret = Boolean.TRUE.equals(field.get("sensitive")) ? " *Secret.*" : "";
    return "| `%s` | %s | %s | %s%s |\n"
        .formatted(field.get("name"), kind, fallback, text(field, "description"), secret);
  }

  private static String text(Map<String, Object> map, String key) {
    return String.valueOf(map.getOrDefault(key, ""))
        .strip()
        .replaceAll("\\s+", " ")
        .replace("|", "\\|");
  }

  private static String code(@Nullable Object value) {
    return value == null || value.toString().isEmpty() ? "" : "`" + value + "`";
  }

  private static String words(Map<String, Object> map, String key) {
    return ((List<?>) map.getOrDefault(key, List.of()))
        .stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
  }
}
