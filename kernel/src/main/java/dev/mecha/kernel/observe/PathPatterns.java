package dev.mecha.kernel.observe;

import dev.mecha.kernel.text.QuotedText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Path patterns in the syntax of Go 1.22's {@code ServeMux}, without method and host: literal
 * segments, <code>{name}</code> for one segment, <code>{name...}</code> or a slash at the end for
 * the rest, <code>{$}</code> for a path that ends in a slash. Of several patterns the one that is
 * more special segment by segment wins.
 */
final class PathPatterns {

  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]*");

  /**
   * What a segment can go on with; a path's last slash is a segment of its own, as in the pattern
   * {@code {$}}.
   */
  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    @Nullable Node single;
    @Nullable String rest;
    @Nullable String pattern;
  }

  private final Node root = new Node();

  /**
   * @param patterns as configured
   * @throws IllegalArgumentException naming a pattern that is malformed
   */
  PathPatterns(Iterable<String> patterns) {
    for (String pattern : withInvocations(patterns)) {
      add(pattern);
    }
  }

  /** Calls of another application are matched by what they ask of it. */
  private static Set<String> withInvocations(Iterable<String> patterns) {
    var all = new TreeSet<String>();
    for (String raw : patterns) {
      String pattern = PathLabels.normalize(raw);
      all.add(pattern);
      if (!pattern.startsWith("/v1.0/invoke/")) {
        all.add("/v1.0/invoke/{app_id}/method" + pattern);
      }
    }
    return all;
  }

  private void add(String pattern) {
    if (pattern.indexOf(' ') >= 0 || pattern.indexOf('\t') >= 0) {
      throw malformed(pattern, "a path without a method");
    }
    Node node = root;
    var names = new HashSet<String>();
    List<String> segments = segments(pattern);
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      boolean last = i == segments.size() - 1;
      if (last && (segment.equals("/") || segment.endsWith("...}"))) {
        if (!segment.equals("/")) {
          checkName(pattern, segment.substring(1, segment.length() - 4), names);
        }
        node.rest = pattern;
        return;
      }
      node = descend(node, pattern, segment, last, names);
    }
    node.pattern = pattern;
  }

  private static Node descend(
      Node node, String pattern, String segment, boolean last, Set<String> names) {
    if (segment.equals("{$}") && last) {
      return node.literals.computeIfAbsent("/", _ -> new Node());
    }
    if (segment.indexOf('{') < 0) {
      return node.literals.computeIfAbsent(segment, _ -> new Node());
    }
    if (!segment.startsWith("{") || !segment.endsWith("}")) {
      throw malformed(pattern, "{name} as a whole segment");
    }
    checkName(pattern, segment.substring(1, segment.length() - 1), names);
    if (node.single == null) {
      node.single = new Node();
    }
    return node.single;
  }

  private static void checkName(String pattern, String name, Set<String> names) {
    if (!NAME.matcher(name).matches()) {
      throw malformed(pattern, "a name of letters, digits and underscores in the braces");
    }
    if (!names.add(name)) {
      throw malformed(pattern, "every name once");
    }
  }

  private static IllegalArgumentException malformed(String pattern, String expected) {
    return new IllegalArgumentException(
        "pathMatching: %s (expected: %s)".formatted(QuotedText.of(pattern), expected));
  }

  /**
   * @param path decoded, starting with a slash
   * @return the pattern that it matches, or null
   */
  @Nullable String match(String path) {
    String clean = clean(path);
    String matched = match(root, segments(clean), 0);
    if (!clean.endsWith("/") && !isExact(matched)) {
      // As the peer's redirect does: a subtree's pattern stands for its own root without the slash
      // too.
      String asSubtree = match(root, segments(clean + "/"), 0);
      if (asSubtree != null && isRootOf(asSubtree, clean + "/")) {
        return asSubtree;
      }
    }
    return matched;
  }

  private static boolean isExact(@Nullable String pattern) {
    return pattern != null && !pattern.endsWith("/") && !pattern.endsWith("...}");
  }

  private static boolean isRootOf(String pattern, String path) {
    return isExact(pattern) || segments(pattern).size() == segments(path).size();
  }

  private static @Nullable String match(Node node, List<String> segments, int from) {
    if (from == segments.size()) {
      return node.pattern;
    }
    String segment = segments.get(from);
    Node literal = node.literals.get(segment);
    String found = literal == null ? null : match(literal, segments, from + 1);
    if (found == null && node.single != null && !segment.equals("/")) {
      found = match(node.single, segments, from + 1);
    }
    return found == null ? node.rest : found;
  }

  /** The segments of a path; a slash at its end is one. */
  private static List<String> segments(String path) {
    var segments = new ArrayList<String>();
    int from = 1;
    for (int slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', from)) {
      segments.add(path.substring(from, slash));
      from = slash + 1;
    }
    segments.add(from == path.length() ? "/" : path.substring(from));
    return segments;
  }

  /** The path without {@code .}, {@code ..} and empty segments. */
  private static String clean(String path) {
    if (!path.contains("//") && !path.contains("/.")) {
      return path;
    }
    var kept = new ArrayDeque<String>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        kept.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        kept.addLast(segment);
      }
    }
    String clean = "/" + String.join("/", kept);
    return path.endsWith("/") && clean.length() > 1 ? clean + "/" : clean;
  }
}
