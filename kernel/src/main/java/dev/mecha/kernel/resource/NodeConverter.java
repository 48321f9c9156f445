package dev.mecha.kernel.resource;

import dev.mecha.kernel.resource.YamlValue.Mapping;
import dev.mecha.kernel.resource.YamlValue.Scalar;
import dev.mecha.kernel.resource.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Takes over the library's syntax tree, in which aliases may make cycles or multiply a value a
 * million times.
 */
final class NodeConverter {

  /** Values that aliases may add to a document of any size. */
  private static final int EXTRA_VALUES = 100_000;

  private final Origin start;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private long budget;

  /**
   * @param start the file, and the line of the document's first character
   * @param size the characters of the document: no document without aliases has more values
   */
  NodeConverter(Origin start, int size) {
    this.start = start;
    this.budget = (long) size + EXTRA_VALUES;
  }

  YamlValue convert(Node node) {
    Origin origin = origin(node);
    if (--budget < 0) {
      throw new InvalidResourceException(
          origin, "aliases multiply the document (expected: fewer of them)");
    }
    if (node instanceof ScalarNode scalar) {
      return new Scalar(ScalarRules.kindOf(scalar.getTag()), scalar.getValue(), origin);
    }
    if (!open.add(node)) {
      throw new InvalidResourceException(origin, "an alias refers to a value that contains it");
    }
    YamlValue value = collection(node, origin);
    open.remove(node);
    return value;
  }

  private YamlValue collection(Node node, Origin origin) {
    if (node instanceof SequenceNode sequence) {
      return sequence(sequence, origin);
    }
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, origin);
    }
    throw new InvalidResourceException(origin, "an alias without an anchor");
  }

  private Sequence sequence(SequenceNode node, Origin origin) {
    List<YamlValue> items = new ArrayList<>(node.getValue().size());
    for (Node item : node.getValue()) {
      items.add(convert(item));
    }
    return new Sequence(Collections.unmodifiableList(items), origin);
  }

  private Mapping mapping(MappingNode node, Origin origin) {
    var fields = new LinkedHashMap<String, YamlValue>();
    var merged = new ArrayList<YamlValue>();
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new InvalidResourceException(
            origin(tuple.getKeyNode()), "a key that is a collection (expected: a text)");
      }
      YamlValue value = convert(tuple.getValueNode());
      if (key.getTag().equals(Tag.MERGE)) {
        merged.add(value);
      } else {
        fields.put(key.getValue(), value);
      }
    }
    merged.forEach(value -> merge(value, fields));
    return new Mapping(Collections.unmodifiableMap(fields), origin);
  }

  /** {@code <<}: takes over the fields of other mappings; what is there stays. */
  private static void merge(YamlValue value, Map<String, YamlValue> fields) {
    switch (value) {
      case Mapping other -> other.fields().forEach(fields::putIfAbsent);
      case Sequence others -> others.items().forEach(other -> merge(other, fields));
      case Scalar scalar ->
          throw new InvalidResourceException(
              scalar.origin(), "<<: a text (expected: a mapping or a list of mappings)");
    }
  }

  private Origin origin(Node node) {
    return node.getStartMark() == null
        ? start
        : start.atLine(start.line() + node.getStartMark().getLine());
  }
}
