package dev.mecha.kernel.resource;

import dev.mecha.kernel.resource.YamlValue.Mapping;
import dev.mecha.kernel.resource.YamlValue.Scalar;
import dev.mecha.kernel.resource.YamlValue.ScalarKind;
import dev.mecha.kernel.resource.YamlValue.Sequence;
import dev.mecha.spi.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place in a document, with or without a value. Reads the value as the type that it stands for; a
 * value of another type throws an {@link InvalidResourceException} that says where it is and what
 * was expected: {@code statestore.yaml:7: spec.ignoreErrors: "x" (expected: true or false)}. {@code
 * null} counts as absent.
 */
public final class ResourceNode {

  /** What {@link #durationOrMillis} expects. */
  static final String DURATION_OR_MILLIS =
      "a duration >= 0 such as 30s, 500ms or 1h30m, or a number of milliseconds";

  private static final int SHOWN = 80;

  private final String path;
  private final Origin origin;
  private final @Nullable YamlValue value;

  private ResourceNode(String path, Origin origin, @Nullable YamlValue value) {
    this.path = path;
    this.origin = value == null ? origin : value.origin();
    this.value = value instanceof Scalar scalar && scalar.kind() == ScalarKind.NULL ? null : value;
  }

  /**
   * @param document a whole document
   * @return its root
   */
  public static ResourceNode of(YamlValue document) {
    return new ResourceNode("", document.origin(), document);
  }

  /**
   * @param text one YAML document; JSON is YAML
   * @param start the file, and the line of the document's first character
   * @return its root
   * @throws InvalidResourceException if the text is not YAML, or is too large or too deep
   */
  public static ResourceNode parse(String text, Origin start) {
    return of(YamlParser.parse(text, start));
  }

  /**
   * @return whether there is a value
   */
  public boolean isPresent() {
    return value != null;
  }

  /**
   * @return whether there is a value and it has no parts
   */
  public boolean isText() {
    return value instanceof Scalar;
  }

  /**
   * @return where the value starts; for an absent one, where the mapping starts in which it is
   *     missed
   */
  public Origin origin() {
    return origin;
  }

  /**
   * @return the value as it was parsed, or null
   */
  public @Nullable YamlValue value() {
    return value;
  }

  /**
   * A field of a mapping.
   *
   * @param name exact, or else in any case, as the peer matches names
   * @return the field, present or not
   */
  public ResourceNode field(String name) {
    Map<String, YamlValue> fields = mapping();
    YamlValue found = fields.get(name);
    if (found == null) {
      for (Map.Entry<String, YamlValue> field : fields.entrySet()) {
        found = field.getKey().equalsIgnoreCase(name) ? field.getValue() : found;
      }
    }
    return new ResourceNode(path.isEmpty() ? name : path + "." + name, origin, found);
  }

  /**
   * @param reader reads one item
   * @param <T> what an item stands for
   * @return the items of a list, in order; empty if the list is absent
   */
  public <T> List<T> items(Function<ResourceNode, T> reader) {
    List<YamlValue> items = sequence();
    var read = new ArrayList<T>(items.size());
    for (int i = 0; i < items.size(); i++) {
      read.add(reader.apply(new ResourceNode(path + "[" + i + "]", origin, items.get(i))));
    }
    return List.copyOf(read);
  }

  /**
   * @param reader reads one value
   * @param <T> what a value stands for
   * @return the values of a mapping by name, in order; empty if the mapping is absent
   */
  public <T> Map<String, T> entries(Function<ResourceNode, T> reader) {
    var read = new LinkedHashMap<String, T>();
    for (Map.Entry<String, YamlValue> field : mapping().entrySet()) {
      String name = field.getKey();
      read.put(name, reader.apply(new ResourceNode(path + "." + name, origin, field.getValue())));
    }
    return Collections.unmodifiableMap(read);
  }

  /**
   * @return a list of texts; empty if absent
   */
  public List<String> texts() {
    return items(item -> item.text(""));
  }

  /**
   * @param fallback used if the field is absent
   * @return a scalar of any kind as it is written, without quotes
   */
  public String text(String fallback) {
    if (value == null) {
      return fallback;
    }
    if (value instanceof Scalar scalar) {
      return scalar.text();
    }
    throw wrongShape("a text");
  }

  /**
   * @return a value of any type as the peer hands it to a component: a list or a mapping as JSON, a
   *     number to base 10; or null if it is absent
   */
  public @Nullable String stringified() {
    if (value == null) {
      return null;
    }
    return value instanceof Scalar scalar ? ScalarText.of(scalar) : JsonText.of(value);
  }

  /**
   * @param fallback used if the field is absent
   * @return a boolean; the quoted text {@code "true"} is none
   */
  public boolean flag(boolean fallback) {
    if (value instanceof Scalar scalar && scalar.kind() == ScalarKind.BOOLEAN) {
      return ScalarText.isTrue(scalar.text());
    } else if (value == null) {
      return fallback;
    }
    throw wrong("true or false");
  }

  /**
   * @param fallback used if the field is absent
   * @return a whole number of 32 bits
   */
  public int integer(int fallback) {
    if (value == null) {
      return fallback;
    }
    if (value instanceof Scalar scalar && scalar.kind() == ScalarKind.INTEGER) {
      try {
        return Integer.parseInt(ScalarText.of(scalar));
      } catch (NumberFormatException e) {
        // falls through: too large
      }
    }
    throw wrong("a whole number of 32 bits");
  }

  /**
   * @return a length of time such as {@code 1h30m} or {@code 500ms}, or null if it is absent or
   *     empty
   */
  public @Nullable Duration duration() {
    String text = text("");
    try {
      return text.isEmpty() ? null : Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw wrong("a duration such as 30s, 500ms or 1h30m");
    }
  }

  /**
   * @param fallback used if the field is absent or empty
   * @return a length of time
   */
  public Duration duration(Duration fallback) {
    Duration given = duration();
    return given == null ? fallback : given;
  }

  /**
   * @param fallback used if the field is absent or empty
   * @return a length of time that is not negative; a bare number counts milliseconds
   */
  public Duration durationOrMillis(Duration fallback) {
    String text = text("");
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      Duration duration = Durations.parse(text, Duration.ofMillis(1));
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      // falls through: none
    }
    throw wrong(DURATION_OR_MILLIS);
  }

  /**
   * @param expected what is allowed here: {@code allow or deny}
   * @return an exception that shows the value; not for values that may be secrets
   */
  public InvalidResourceException wrong(String expected) {
    if (value instanceof Scalar scalar) {
      String text = scalar.text();
      String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
      return new InvalidResourceException(
          origin, path + ": \"" + shown + "\" (expected: " + expected + ")");
    }
    return wrongShape(expected);
  }

  private InvalidResourceException wrongShape(String expected) {
    String shape =
        switch (value) {
          case null -> "missing";
          case Scalar scalar ->
              switch (scalar.kind()) {
                case TEXT -> "a text";
                case BOOLEAN -> "a boolean";
                case INTEGER, FLOAT -> "a number";
                case NULL -> "nothing";
              };
          case Sequence _ -> "a list";
          case Mapping _ -> "a mapping";
        };
    String where = path.isEmpty() ? "the document" : path;
    return new InvalidResourceException(
        origin, where + ": " + shape + " (expected: " + expected + ")");
  }

  private Map<String, YamlValue> mapping() {
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Mapping mapping) {
      return mapping.fields();
    }
    throw wrongShape("a mapping");
  }

  private List<YamlValue> sequence() {
    if (value == null) {
      return List.of();
    }
    if (value instanceof Sequence sequence) {
      return sequence.items();
    }
    throw wrongShape("a list");
  }

  /** Where it is, not what is there. */
  @Override
  public String toString() {
    return origin + ": " + path;
  }
}
