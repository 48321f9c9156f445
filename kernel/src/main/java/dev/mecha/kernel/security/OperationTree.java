package dev.mecha.kernel.security;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operations by their paths. A path also covers what is below it, unless it ends in {@code /*},
 * which stands for one segment or none; {@code /**} stands for any rest, and a {@code *} within a
 * segment for any part of it. Where several fit, the one that was listed first counts, segment by
 * segment.
 *
 * @param <V> what is known about an operation
 */
final class OperationTree<V> {

  private static final String ONE = "*";
  private static final String REST = "**";

  private static final class Node<V> {
    private final String segment;
    private final List<Node<V>> children = new ArrayList<>();
    private @Nullable V value;

    private Node(String segment) {
      this.segment = segment;
    }

    private @Nullable Node<V> named(String name) {
      for (Node<V> child : children) {
        if (child.segment.equals(name)) {
          return child;
        }
      }
      return null;
    }

    private @Nullable Node<V> matching(String name, boolean last) {
      for (Node<V> child : children) {
        if (child.segment.equals(ONE) ? last : child.matches(name)) {
          return child;
        }
      }
      return null;
    }

    private boolean matches(String name) {
      return segment.equals(name) || segment.equals(REST) || Glob.matches(segment, name);
    }
  }

  private final Node<V> root = new Node<>("");

  /** Adds an operation; the first of the same path stays. */
  void put(String path, V value) {
    Node<V> node = root;
    for (String segment : segments(path)) {
      Node<V> child = node.named(segment);
      if (child == null) {
        child = new Node<>(segment);
        node.children.add(child);
      }
      node = child;
    }
    if (node.value == null) {
      node.value = value;
    }
  }

  /** Finds what covers an operation. */
  @Nullable V find(String path) {
    List<String> segments = segments(path);
    Node<V> node = root;
    for (int i = 0; i < segments.size(); i++) {
      boolean last = i == segments.size() - 1;
      node = node.matching(segments.get(i), last);
      if (node == null) {
        return null;
      }
      if (node.value != null && (last || !node.segment.equals(ONE))) {
        return node.value;
      }
    }
    Node<V> below = node.named(ONE);
    return below == null ? null : below.value;
  }

  private static List<String> segments(String path) {
    String rooted = path.startsWith("/") ? path : "/" + path;
    return List.of(rooted.substring(1).split("/", -1));
  }
}
