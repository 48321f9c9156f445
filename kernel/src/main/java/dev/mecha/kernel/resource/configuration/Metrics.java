package dev.mecha.kernel.resource.configuration;

import dev.mecha.kernel.resource.ResourceNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is measured, and how finely.
 *
 * @param enabled true by default
 * @param recordErrorCodes whether error codes are counted; false by default
 * @param http the measures of HTTP
 * @param latencyBuckets upper bounds of the latency histograms in milliseconds; empty for the
 *     default ones
 * @param workflow the measures of workflows
 * @param rules how values of labels are rewritten
 */
public record Metrics(
    boolean enabled,
    boolean recordErrorCodes,
    Http http,
    List<Integer> latencyBuckets,
    WorkflowLatency workflow,
    List<Rule> rules) {

  /**
   * The measures of HTTP.
   *
   * @param increasedCardinality whether the path is a label; true by default
   * @param pathMatching patterns that stand in for the paths that match them
   * @param excludeVerbs whether the verb is left out; false by default
   */
  public record Http(
      boolean increasedCardinality, List<String> pathMatching, boolean excludeVerbs) {

    private static Http read(ResourceNode node) {
      return new Http(
          node.field("increasedCardinality").flag(true),
          node.field("pathMatching").texts(),
          node.field("excludeVerbs").flag(false));
    }
  }

  /**
   * The histograms of workflows and activities.
   *
   * @param buckets upper bounds in {@code unit}; empty for those of all latencies
   * @param unit one millisecond by default; positive
   */
  public record WorkflowLatency(List<Integer> buckets, Duration unit) {

    private static WorkflowLatency read(ResourceNode node) {
      Duration unit = node.field("latencyDistributionUnits").duration(Duration.ZERO);
      return new WorkflowLatency(
          node.field("latencyDistributionBuckets").items(item -> item.integer(0)),
          unit.isPositive() ? unit : Duration.ofMillis(1));
    }
  }

  /**
   * Rewrites labels of one measure.
   *
   * @param name of the measure
   * @param labels which labels, and how
   */
  public record Rule(String name, List<Label> labels) {

    private static Rule read(ResourceNode node) {
      return new Rule(node.field("name").text(""), node.field("labels").items(Label::read));
    }
  }

  /**
   * Rewrites one label.
   *
   * @param name of the label
   * @param regex patterns by the value that replaces what they match, in order
   */
  public record Label(String name, Map<String, String> regex) {

    private static Label read(ResourceNode node) {
      return new Label(
          node.field("name").text(""), node.field("regex").entries(item -> item.text("")));
    }
  }

  /**
   * {@code metrics} is the newer name; each of its fields that is set comes before that of {@code
   * metric}.
   */
  static Metrics read(ResourceNode metric, ResourceNode metrics) {
    List<Rule> rules = metrics.field("rules").items(Rule::read);
    return new Metrics(
        either(metric, metrics, "enabled").flag(true),
        either(metric, metrics, "recordErrorCodes").flag(false),
        Http.read(either(metric, metrics, "http")),
        either(metric, metrics, "latencyDistributionBuckets").items(item -> item.integer(0)),
        WorkflowLatency.read(either(metric, metrics, "workflow")),
        rules.isEmpty() ? metric.field("rules").items(Rule::read) : rules);
  }

  private static ResourceNode either(ResourceNode metric, ResourceNode metrics, String field) {
    ResourceNode newer = metrics.field(field);
    return newer.isPresent() ? newer : metric.field(field);
  }
}
