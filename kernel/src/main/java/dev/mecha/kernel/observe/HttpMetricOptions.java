package dev.mecha.kernel.observe;

import java.util.List;

/**
 * How much the HTTP metrics tell apart ({@code metric.http}).
 *
 * @param increasedCardinality whether paths that no pattern matches appear, shortened; otherwise
 *     they are empty
 * @param pathMatching patterns that paths are grouped by, in the syntax of Go 1.22's {@code
 *     ServeMux}
 * @param excludeVerbs whether the label {@code method} stays empty
 */
public record HttpMetricOptions(
    boolean increasedCardinality, List<String> pathMatching, boolean excludeVerbs) {

  /** What holds when nothing is configured. */
  public static final HttpMetricOptions DEFAULTS = new HttpMetricOptions(true, List.of(), false);
}
