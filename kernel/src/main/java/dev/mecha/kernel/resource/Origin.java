package dev.mecha.kernel.resource;

/**
 * Where something was written. In order of source, document and line.
 *
 * @param source the file, or another name of the place
 * @param document the position of the document in the file, from 0
 * @param line the line in the file, from 1; 0 if there are no lines
 */
public record Origin(String source, int document, int line) implements Comparable<Origin> {

  /** The origin of what a program made. */
  public static final Origin NONE = new Origin("(program)", 0, 0);

  Origin atLine(int other) {
    return new Origin(source, document, other);
  }

  @Override
  public int compareTo(Origin other) {
    int bySource = source.compareTo(other.source);
    if (bySource != 0) {
      return bySource;
    }
    int byDocument = Integer.compare(document, other.document);
    return byDocument != 0 ? byDocument : Integer.compare(line, other.line);
  }

  /** Such as {@code statestore.yaml:12}. */
  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line;
  }
}
