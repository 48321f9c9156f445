package dev.mecha.cli.resource;

import dev.mecha.cli.resource.ComponentDescription.Field;
import dev.mecha.cli.yaml.BadFileException;
import dev.mecha.cli.yaml.YamlNode;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Checks the file of a component against the component's description. */
final class ComponentCheck {

  /** Fields that the runtime takes for all components of a kind, in lower case. */
  private static final Map<String, Set<String>> RUNTIME_FIELDS =
      Map.of(
          "state",
          Set.of(
              "keyprefix",
              "primaryencryptionkey",
              "secondaryencryptionkey",
              "actorstatestore",
              "outboxpublishpubsub",
              "outboxpublishtopic",
              "outboxpubsub",
              "outboxdiscardwhenmissingstate"),
          "pubsub",
          Set.of(
              "consumerid",
              "allowedtopics",
              "protectedtopics",
              "publishingscopes",
              "subscriptionscopes"),
          "bindings",
          Set.of("direction", "route"));

  private final Descriptions descriptions;

  ComponentCheck(Descriptions descriptions) {
    this.descriptions = descriptions;
  }

  void check(ResourceDocument document, List<Finding> findings) throws BadFileException {
    YamlNode spec = document.root().field("spec");
    String type = spec.field("type").text("");
    if (type.isEmpty()) {
      throw spec.field("type").missing("such as state.sqlite");
    }
    Optional<ComponentDescription> found = descriptions.of(type);
    if (found.isEmpty()) {
      throw spec.field("type").wrong("one of " + String.join(", ", descriptions.typesLike(type)));
    }
    ComponentDescription description = found.get();
    String version = spec.field("version").text("").toLowerCase(Locale.ROOT);
    if (!description.versions().contains(normalized(version))) {
      findings.add(
          Finding.error(spec.field("version").wrong(String.join(" or ", description.versions()))));
    }
    checkFields(spec.field("metadata"), description, category(type), findings);
  }

  private static String category(String type) {
    return type.substring(0, Math.max(0, type.indexOf('.')));
  }

  private static String normalized(String version) {
    return version.isEmpty() || version.equals("v0") ? "v1" : version;
  }

  private void checkFields(
      YamlNode metadata, ComponentDescription description, String category, List<Finding> findings)
      throws BadFileException {
    var given = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
    for (YamlNode item : metadata.items()) {
      String name = item.field("name").text("");
      given.add(name);
      Optional<Field> field = description.field(name);
      if (field.isPresent()) {
        given.addAll(field.get().names());
        checkValue(item, field.get(), findings);
      } else if (!RUNTIME_FIELDS
          .getOrDefault(category, Set.of())
          .contains(name.toLowerCase(Locale.ROOT))) {
        findings.add(Finding.warning(unknown(item, name, description)));
      }
    }
    for (Field field : description.fields()) {
      if (field.required() && !given.contains(field.name())) {
        findings.add(
            Finding.error(
                metadata.place()
                    + ": spec.metadata: "
                    + field.name()
                    + " is missing (expected: a value)"));
      }
    }
  }

  private static String unknown(YamlNode item, String name, ComponentDescription description) {
    var names = new ArrayList<String>();
    description.fields().forEach(field -> names.add(field.name()));
    return item.place()
        + ": spec.metadata: \""
        + name
        + "\" is no field of "
        + description.types().getFirst()
        + (names.isEmpty() ? "" : " (it has " + String.join(", ", names) + ")");
  }

  /** The reader of the components themselves says what is wrong with a value. */
  private static void checkValue(YamlNode item, Field field, List<Finding> findings)
      throws BadFileException {
    String value =
        item.field("value").isPresent() ? String.valueOf(item.field("value").plain()) : "";
    if (value.isEmpty() || value.contains("{")) {
      return; // from elsewhere, or made out of a template
    }
    Property property =
        ComponentMetadata.of(
                Map.of(field.name(), value), field.sensitive() ? Set.of(field.name()) : Set.of())
            .property(field.name());
    try {
      read(property, field);
    } catch (InvalidMetadataException e) {
      findings.add(Finding.error(item.place() + ": spec.metadata: " + e.getMessage()));
    }
  }

  private static void read(Property property, Field field) {
    if (!field.choices().isEmpty()) {
      property.choice("", field.choices().toArray(String[]::new));
      return;
    }
    switch (field.type()) {
      case "integer" -> property.integer(0, Integer.MIN_VALUE);
      case "duration" -> property.duration(Duration.ZERO);
      default -> {
        // Any text will do.
      }
    }
  }
}
