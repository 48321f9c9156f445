package dev.mecha.cli.yaml;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A place in a file, with or without a value. {@code null} counts as absent. */
public final class YamlNode {

  private final String file;
  private final String path;
  private final int line;
  private final @Nullable Node value;

  private YamlNode(String file, String path, int line, @Nullable Node value) {
    this.file = file;
    this.path = path;
    this.line = value == null ? line : value.getStartMark().getLine() + 1;
    this.value = value != null && value.getTag().equals(Tag.NULL) ? null : value;
  }

  /**
   * @param file its name, for errors
   * @param text of the file
   * @return its first document
   * @throws BadFileException if it is not YAML
   */
  public static YamlNode parse(String file, String text) throws BadFileException {
    List<YamlNode> documents = documents(file, text);
    return documents.isEmpty() ? new YamlNode(file, "", 1, null) : documents.getFirst();
  }

  /**
   * @param file its name, for errors
   * @param text of the file
   * @return its documents
   * @throws BadFileException if it is not YAML
   */
  public static List<YamlNode> documents(String file, String text) throws BadFileException {
    try {
      var documents = new ArrayList<YamlNode>();
      var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
      for (Node root : yaml.composeAll(new StringReader(text))) {
        documents.add(new YamlNode(file, "", 1, root));
      }
      return documents;
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new BadFileException(file + ":" + line + ": not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw new BadFileException(file + ": not YAML: " + e.getMessage());
    }
  }

  /**
   * @return whether there is a value
   */
  public boolean isPresent() {
    return value != null;
  }

  /**
   * @param name of a field of a mapping
   * @return the field, present or not
   * @throws BadFileException if this is no mapping
   */
  public YamlNode field(String name) throws BadFileException {
    Node found = mapping().get(name);
    return new YamlNode(file, path.isEmpty() ? name : path + "." + name, line, found);
  }

  /**
   * @param known names of fields
   * @return the other fields, each with its place
   * @throws BadFileException if this is no mapping
   */
  public List<String> unknown(Set<String> known) throws BadFileException {
    var unknown = new ArrayList<String>();
    for (Map.Entry<String, Node> field : mapping().entrySet()) {
      if (!known.contains(field.getKey())) {
        String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        int where = field.getValue().getStartMark().getLine() + 1;
        unknown.add(file + ":" + where + ": " + name + " is not known and has no effect");
      }
    }
    return unknown;
  }

  /**
   * @return the items of a list; none if it is absent
   * @throws BadFileException if this is no list
   */
  public List<YamlNode> items() throws BadFileException {
    return switch (value) {
      case null -> List.of();
      case SequenceNode sequence -> {
        var items = new ArrayList<YamlNode>();
        for (Node item : sequence.getValue()) {
          items.add(new YamlNode(file, path + "[" + items.size() + "]", line, item));
        }
        yield items;
      }
      default -> throw wrong("a list");
    };
  }

  /**
   * @return a list of texts; none if it is absent
   * @throws BadFileException if this is no list of texts
   */
  public List<String> texts() throws BadFileException {
    var texts = new ArrayList<String>();
    for (YamlNode item : items()) {
      texts.add(item.text(""));
    }
    return texts;
  }

  /**
   * @return a mapping of texts, in order; empty if it is absent
   * @throws BadFileException if this is no mapping of texts
   */
  public Map<String, String> entries() throws BadFileException {
    var entries = new LinkedHashMap<String, String>();
    for (String name : mapping().keySet()) {
      entries.put(name, field(name).text(""));
    }
    return entries;
  }

  /**
   * @param fallback used if it is absent
   * @return a scalar as it is written, without quotes
   * @throws BadFileException if this is a list or a mapping
   */
  public String text(String fallback) throws BadFileException {
    return switch (value) {
      case null -> fallback;
      case ScalarNode scalar -> scalar.getValue();
      default -> throw wrong("a text");
    };
  }

  /**
   * @return a whole number; 0 if it is absent or empty
   * @throws BadFileException if it is anything else
   */
  public int integer() throws BadFileException {
    try {
      String text = text("");
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw wrong("a whole number");
    }
  }

  /**
   * @return true or false; false if it is absent or empty
   * @throws BadFileException if it is anything else
   */
  public boolean flag() throws BadFileException {
    return switch (text("")) {
      case "true", "True", "TRUE", "yes", "on" -> true;
      case "", "false", "False", "FALSE", "no", "off" -> false;
      default -> throw wrong("true or false");
    };
  }

  /**
   * @param why it has to be there
   * @return what says that it is not
   */
  public BadFileException missing(String why) {
    return new BadFileException(file + ":" + line + ": " + path + ": missing (" + why + ")");
  }

  /**
   * @param expected what is allowed here
   * @return what shows the value and that; not for values that may be secrets
   */
  public BadFileException wrong(String expected) {
    String shown =
        switch (value) {
          case null -> "missing";
          case ScalarNode scalar -> "\"" + scalar.getValue() + "\"";
          case SequenceNode _ -> "a list";
          default -> "a mapping";
        };
    return new BadFileException(
        file
            + ":"
            + line
            + ": "
            + (path.isEmpty() ? "the document" : path)
            + ": "
            + shown
            + " (expected: "
            + expected
            + ")");
  }

  /**
   * @return the file and the line, as in {@code statestore.yaml:7}
   */
  public String place() {
    return file + ":" + line;
  }

  /**
   * @return the value as JSON has it: mappings, lists, texts, numbers and booleans; an empty text
   *     if it is absent
   */
  public Object plain() {
    return switch (value) {
      case null -> "";
      case MappingNode mapping -> {
        var fields = new LinkedHashMap<String, Object>();
        for (NodeTuple field : mapping.getValue()) {
          if (field.getKeyNode() instanceof ScalarNode key) {
            fields.put(key.getValue(), of(field.getValueNode()).plain());
          }
        }
        yield fields;
      }
      case SequenceNode sequence ->
          sequence.getValue().stream().map(item -> of(item).plain()).toList();
      case ScalarNode scalar -> scalar(scalar);
      default -> "";
    };
  }

  private YamlNode of(Node node) {
    return new YamlNode(file, path, line, node);
  }

  private static Object scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    if (scalar.getTag().equals(Tag.BOOL)) {
      return Boolean.parseBoolean(text);
    } else if (scalar.getTag().equals(Tag.INT)) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        return text; // in another notation
      }
    }
    return text;
  }

  private Map<String, Node> mapping() throws BadFileException {
    return switch (value) {
      case null -> Map.of();
      case MappingNode mapping -> {
        var fields = new LinkedHashMap<String, Node>();
        for (NodeTuple field : mapping.getValue()) {
          if (field.getKeyNode() instanceof ScalarNode key) {
            fields.put(key.getValue(), field.getValueNode());
          }
        }
        yield fields;
      }
      default -> throw wrong("a mapping");
    };
  }
}
