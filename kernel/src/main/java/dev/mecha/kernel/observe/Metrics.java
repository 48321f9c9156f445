package dev.mecha.kernel.observe;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All metrics of a sidecar. A name is exposed exactly as it is given here. Every family carries the
 * label {@code app_id}, which comes before all others; the other labels are given in alphabetical
 * order, which is the order in which they are exposed. A family without a value yet is not exposed.
 * Thread-safe.
 */
public final class Metrics {

  private static final String APP_ID = "app_id";

  private final String appId;
  private final LabelRules rules;
  private final Map<String, Family> families = new ConcurrentSkipListMap<>();

  /**
   * What is known of a family.
   *
   * @param type what it is
   * @param labels their names, {@code app_id} first; what is computed names none
   * @param writer writes its values
   */
  record Family(MetricType type, List<String> labels, Consumer<MetricsText> writer) {}

  /**
   * @param appId the value of the label {@code app_id}
   * @param rules what an operator wants rewritten
   */
  public Metrics(String appId, LabelRules rules) {
    this.appId = appId;
    this.rules = rules;
  }

  /**
   * Adds a family of counters.
   *
   * @param name the exposed name
   * @param help one sentence
   * @param labels the names of its labels besides {@code app_id}, in alphabetical order
   * @return the family
   * @throws IllegalStateException if the name is taken
   */
  public MetricFamily<Counter> counter(String name, String help, String... labels) {
    return add(name, help, MetricType.COUNTER, labels, Counter::new);
  }

  /**
   * Adds a family of counters of other applications' doings, whose label {@code app_id} is not the
   * sidecar's own.
   *
   * @param name the exposed name
   * @param help one sentence
   * @param labels the names of its labels after {@code app_id}, in alphabetical order; the value of
   *     {@code app_id} is given before theirs
   * @return the family
   * @throws IllegalStateException if the name is taken
   */
  public MetricFamily<Counter> counterByApp(String name, String help, String... labels) {
    var all = Stream.concat(Stream.of(APP_ID), Stream.of(labels)).toList();
    return add(name, help, MetricType.COUNTER, "", all, Counter::new);
  }

  /**
   * Adds a family of gauges.
   *
   * @param name the exposed name
   * @param help one sentence
   * @param labels the names of its labels besides {@code app_id}, in alphabetical order
   * @return the family
   * @throws IllegalStateException if the name is taken
   */
  public MetricFamily<Gauge> gauge(String name, String help, String... labels) {
    return add(name, help, MetricType.GAUGE, labels, Gauge::new);
  }

  /**
   * Adds a family of histograms.
   *
   * @param name the exposed name, without {@code _bucket}, {@code _sum}, {@code _count}
   * @param help one sentence
   * @param buckets the bounds and the unit
   * @param labels the names of its labels besides {@code app_id}, in alphabetical order
   * @return the family
   * @throws IllegalStateException if the name is taken
   */
  public MetricFamily<Histogram> histogram(
      String name, String help, Buckets buckets, String... labels) {
    return add(name, help, MetricType.HISTOGRAM, labels, () -> new Histogram(buckets));
  }

  /**
   * Adds a family whose values are computed when somebody asks, without the label {@code app_id}.
   *
   * @param name the exposed name
   * @param help one sentence
   * @param type what the family is
   * @param samples writes the values; called by whoever scrapes, at the same time by several
   * @throws IllegalStateException if the name is taken
   */
  public void computed(String name, String help, MetricType type, Consumer<MetricsText> samples) {
    put(
        name,
        new Family(
            type,
            List.of(),
            out -> {
              out.family(name, help, type);
              samples.accept(out);
            }));
  }

  /**
   * @return everything in the Prometheus text format, in the order of the names
   */
  public String text() {
    var out = new MetricsText();
    families.values().forEach(family -> family.writer().accept(out));
    return out.toString();
  }

  private <M extends Metric> MetricFamily<M> add(
      String name, String help, MetricType type, String[] labels, Supplier<M> newMetric) {
    return add(name, help, type, appIdLabel(name), List.of(labels), newMetric);
  }

  private <M extends Metric> MetricFamily<M> add(
      String name,
      String help,
      MetricType type,
      String constantLabels,
      List<String> labels,
      Supplier<M> newMetric) {
    var family =
        new MetricFamily<>(
            name, help, type, constantLabels, labels, rules.of(name, labels), newMetric);
    put(name, new Family(type, withAppId(labels), family::write));
    return family;
  }

  private String appIdLabel(String name) {
    var rewriters = rules.of(name, List.of(APP_ID));
    String value =
        rewriters.isEmpty() ? appId : LabelRewriter.applyAll(rewriters.getFirst(), appId);
    return MetricsText.labels(List.of(APP_ID), List.of(value));
  }

  private static List<String> withAppId(List<String> labels) {
    return labels.contains(APP_ID)
        ? labels
        : Stream.concat(Stream.of(APP_ID), labels.stream()).toList();
  }

  /**
   * @return all families by their names, those without a value too
   */
  Map<String, Family> families() {
    return Map.copyOf(families);
  }

  private void put(String name, Family family) {
    if (families.putIfAbsent(name, family) != null) {
      throw new IllegalStateException("metric " + name + " exists already");
    }
  }
}
