package dev.mecha.kernel.observe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time series of one name, one for each tuple of label values that has been seen. Recording is
 * a lookup; who records the same tuple over and over may keep what {@link #with} returns. The
 * number of tuples is bounded: what comes after {@value #MAX_SERIES} is counted together, so that a
 * caller who makes up paths cannot fill the memory.
 *
 * @param <M> what is measured
 */
public final class MetricFamily<M extends Metric> {

  /** How many tuples of label values are kept apart. */
  static final int MAX_SERIES = 10_000;

  /** The value of every label of the series that takes what came too late. */
  private static final String OTHER = "other";

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.diagnostics");

  private final String name;
  private final String help;
  private final MetricType type;
  private final List<String> labels;
  private final String constantLabels;
  private final List<List<LabelRewriter>> rewriters;
  private final Supplier<M> newMetric;
  private final Map<LabelValues, M> series = new ConcurrentHashMap<>();
  private final LabelValues overflow;

  MetricFamily(
      String name,
      String help,
      MetricType type,
      String constantLabels,
      List<String> labels,
      List<List<LabelRewriter>> rewriters,
      Supplier<M> newMetric) {
    this.name = name;
    this.help = help;
    this.type = type;
    this.constantLabels = constantLabels;
    this.labels = labels;
    this.rewriters = rewriters;
    this.newMetric = newMetric;
    var others = new String[labels.size()];
    Arrays.fill(others, OTHER);
    this.overflow = new LabelValues(others);
  }

  /**
   * Finds or begins the time series of these label values.
   *
   * @param values one for each label, in the order in which the family was made
   * @return always the same for the same values
   */
  public M with(String... values) {
    return with(new LabelValues(values));
  }

  M with(LabelValues values) {
    LabelValues key = rewriters.isEmpty() ? values : values.rewritten(rewriters);
    M known = series.get(key);
    return known != null ? known : begin(key.cleaned());
  }

  private M begin(LabelValues key) {
    if (key.size() != labels.size()) {
      throw new IllegalArgumentException(
          name + ": " + key + " (expected: values for " + labels + ")");
    }
    M known = series.get(key);
    if (known != null) {
      return known;
    }
    if (series.size() < MAX_SERIES) {
      return series.computeIfAbsent(key, _ -> newMetric.get());
    }
    return series.computeIfAbsent(overflow, _ -> beginOverflow());
  }

  private M beginOverflow() {
    LOG.warn(
        "metric {} has more than {} combinations of {}; from now on new ones are counted as \"{}\"",
        name,
        MAX_SERIES,
        labels,
        OTHER);
    return newMetric.get();
  }

  String name() {
    return name;
  }

  /** Writes all series in the order of their label values; nothing if there are none. */
  void write(MetricsText out) {
    var entries = new ArrayList<>(series.entrySet());
    if (entries.isEmpty()) {
      return;
    }
    entries.sort(Map.Entry.comparingByKey());
    out.family(name, help, type);
    for (var entry : entries) {
      entry.getValue().write(out, name, renderLabels(entry.getKey()));
    }
  }

  private String renderLabels(LabelValues values) {
    String varying = MetricsText.labels(labels, values.asList());
    return varying.isEmpty() || constantLabels.isEmpty()
        ? constantLabels + varying
        : constantLabels + "," + varying;
  }
}
