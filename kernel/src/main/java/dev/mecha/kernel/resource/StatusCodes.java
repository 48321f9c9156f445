package dev.mecha.kernel.resource;

import java.util.ArrayList;
import java.util.List;

/**
 * Codes of one protocol that a retry policy asks for: {@code 429,500-599}.
 *
 * @param ranges of the codes; empty matches none
 */
public record StatusCodes(List<Range> ranges) {

  /**
   * Codes that follow each other.
   *
   * @param first the lowest
   * @param last the highest, at least {@code first}
   */
  public record Range(int first, int last) {

    boolean contains(int code) {
      return first <= code && code <= last;
    }
  }

  /** All HTTP statuses; also what is meant if nothing is said. */
  public static final StatusCodes HTTP = new StatusCodes(List.of(new Range(100, 599)));

  /** All gRPC codes; also what is meant if nothing is said. */
  public static final StatusCodes GRPC = new StatusCodes(List.of(new Range(0, 16)));

  /**
   * @param ranges of the codes
   */
  public StatusCodes {
    ranges = List.copyOf(ranges);
  }

  /**
   * Reads codes and ranges of codes between commas.
   *
   * @param all the codes that there are; what an absent or empty field means
   */
  static StatusCodes read(ResourceNode node, StatusCodes all) {
    String text = node.text("");
    if (text.isEmpty()) {
      return all;
    }
    var ranges = new ArrayList<Range>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        ranges.add(range(node, part.strip(), all.ranges.getFirst()));
      }
    }
    return new StatusCodes(ranges);
  }

  private static Range range(ResourceNode node, String text, Range allowed) {
    int dash = text.indexOf('-');
    try {
      int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(text.substring(dash + 1));
      if (allowed.contains(first) && allowed.contains(last) && first <= last) {
        return new Range(first, last);
      }
    } catch (NumberFormatException e) {
      // falls through: no numbers
    }
    throw node.wrong(
        "codes and ranges such as 1,3-5, each from " + allowed.first + " to " + allowed.last);
  }

  /**
   * @param code an HTTP status or the number of a gRPC code
   * @return whether it is one of these
   */
  public boolean contains(int code) {
    return ranges.stream().anyMatch(range -> range.contains(code));
  }
}
