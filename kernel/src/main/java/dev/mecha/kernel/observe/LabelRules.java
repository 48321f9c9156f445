package dev.mecha.kernel.observe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The label rewriting that an operator has configured ({@code metric.rules}), looked up once per
 * metric.
 */
public final class LabelRules {

  private final Map<String, Map<String, List<LabelRewriter>>> byMetric = new HashMap<>();

  /**
   * @param rules applied in this order
   * @throws IllegalArgumentException naming a rule whose pattern is no regular expression
   */
  public LabelRules(List<LabelRule> rules) {
    var grouped = rules.stream().collect(Collectors.groupingBy(rule -> key(rule.metric())));
    grouped.forEach(
        (metric, ofMetric) ->
            byMetric.put(
                metric,
                ofMetric.stream()
                    .collect(
                        Collectors.groupingBy(
                            LabelRule::label,
                            Collectors.mapping(LabelRewriter::of, Collectors.toList())))));
  }

  /** What rewrites each of these labels of a metric; empty if nothing rewrites any of them. */
  List<List<LabelRewriter>> of(String metric, List<String> labels) {
    var rewriters = byMetric.getOrDefault(key(metric), Map.of());
    if (labels.stream().noneMatch(rewriters::containsKey)) {
      return List.of();
    }
    return labels.stream().map(label -> rewriters.getOrDefault(label, List.of())).toList();
  }

  /**
   * The peer compares names with slashes for underscores and without the prefix; so both spellings
   * work.
   */
  private static String key(String metric) {
    String name = metric.startsWith("dapr_") ? metric.substring(5) : metric;
    return name.replace('_', '/').replace('.', '/');
  }
}
