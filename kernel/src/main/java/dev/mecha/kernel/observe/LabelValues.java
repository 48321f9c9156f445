package dev.mecha.kernel.observe;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a metric's labels, as the key of its time series. */
final class LabelValues implements Comparable<LabelValues> {

  /** Longer values are cut: a label is no place for a document. */
  private static final int MAX_LENGTH = 255;

  private final String[] values;
  private final int hash;

  /**
   * @param values not copied, not to be changed any more
   */
  LabelValues(String... values) {
    this.values = values;
    this.hash = Arrays.hashCode(values);
  }

  int size() {
    return values.length;
  }

  List<String> asList() {
    return List.of(values);
  }

  /** The values after each has passed through its own rewriters. */
  LabelValues rewritten(List<List<LabelRewriter>> rewriters) {
    var changed = values.clone();
    for (int i = 0; i < changed.length; i++) {
      if (!changed[i].isEmpty()) {
        changed[i] = LabelRewriter.applyAll(rewriters.get(i), changed[i]);
      }
    }
    return new LabelValues(changed);
  }

  /** The values as they may be exposed: short, and without control characters. */
  LabelValues cleaned() {
    var cleaned = new String[values.length];
    for (int i = 0; i < values.length; i++) {
      cleaned[i] = clean(values[i]);
    }
    return new LabelValues(cleaned);
  }

  private static String clean(String value) {
    var cut = value.length() > MAX_LENGTH ? value.substring(0, MAX_LENGTH) : value;
    if (cut.chars().noneMatch(LabelValues::isUnwanted)) {
      return cut;
    }
    var out = new StringBuilder(cut);
    for (int i = 0; i < out.length(); i++) {
      if (isUnwanted(out.charAt(i))) {
        out.setCharAt(i, '_');
      }
    }
    return out.toString();
  }

  private static boolean isUnwanted(int c) {
    return Character.isISOControl(c)
        || Character.isSurrogate((char) c)
        || c == 0x2028
        || c == 0x2029;
  }

  @Override
  public int compareTo(LabelValues other) {
    return Arrays.compare(values, other.values);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LabelValues that
        && hash == that.hash
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
