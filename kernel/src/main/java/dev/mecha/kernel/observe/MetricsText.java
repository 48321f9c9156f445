package dev.mecha.kernel.observe;

import java.util.List;

/**
 * Writes metrics in the Prometheus text format 0.0.4, numbers spelled as the reference client
 * spells them.
 */
public final class MetricsText {

  /** The media type of the text. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder out = new StringBuilder(16 * 1024);

  MetricsText() {}

  /** Starts a family. */
  void family(String name, String help, MetricType type) {
    out.append("# HELP ").append(name).append(' ');
    appendEscaped(out, help, false);
    out.append("\n# TYPE ").append(name).append(' ').append(type.word()).append('\n');
  }

  /**
   * Writes one value.
   *
   * @param name the name of the time series
   * @param labels rendered by {@link #labels}, or empty
   * @param value any number
   */
  public void sample(String name, String labels, double value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ').append(number(value)).append('\n');
  }

  /** Writes one bucket of a histogram. */
  void bucket(String name, String labels, String upperBound, long count) {
    out.append(name).append("_bucket{").append(labels).append(labels.isEmpty() ? "" : ",");
    out.append("le=\"")
        .append(upperBound)
        .append("\"} ")
        .append(number((double) count))
        .append('\n');
  }

  /**
   * Renders labels.
   *
   * @param names their names, in alphabetical order
   * @param values their values, in the same order; any text
   * @return such as {@code method="GET",status="200"}
   */
  public static String labels(List<String> names, List<String> values) {
    var out = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      out.append(i == 0 ? "" : ",").append(names.get(i)).append("=\"");
      appendEscaped(out, values.get(i), true);
      out.append('"');
    }
    return out.toString();
  }

  private static void appendEscaped(StringBuilder out, String text, boolean quoted) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '"' -> out.append(quoted ? "\\\"" : "\"");
        default -> out.append(c);
      }
    }
  }

  /**
   * The shortest spelling that reads back as the same number, with an exponent from 1e+06 on and
   * below 0.0001.
   */
  static String number(double value) {
    if (value == (int) value && Math.abs(value) < 1_000_000) {
      return Integer.toString((int) value);
    }
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return (value < 0 ? "-" : "") + Decimal.of(Math.abs(value));
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
