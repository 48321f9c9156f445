package dev.mecha.kernel.observe;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the code to {@code docs/metrics.md}: names, kinds and labels are a contract. */
class MetricNamesTest {

  private static final Path PAGE = Path.of("../docs/metrics.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `(dapr_\\w+)` \\| (\\w+) \\|[^|]*\\| ([\\w, ]+) \\|");

  private static Map<String, String> registered() {
    var metrics = new Metrics("app", new LabelRules(List.of()));
    var buckets = Buckets.latency(List.of());
    var options = HttpMetricOptions.DEFAULTS;
    var all =
        List.of(
            new HttpServerMetrics(metrics, options, buckets),
            new HttpClientMetrics(metrics, options, buckets),
            new GrpcServerMetrics(metrics, buckets),
            new GrpcClientMetrics(metrics, buckets),
            new AppHealthMetrics(metrics, buckets),
            new InvocationMetrics(metrics, buckets),
            new ComponentMetrics(metrics, "ns", buckets),
            new RuntimeMetrics(metrics),
            new ResiliencyMetrics(metrics),
            new AccessControlMetrics(metrics),
            new ErrorCodeMetrics(metrics));
    assertThat(all).isNotEmpty();
    return metrics.families().entrySet().stream()
        .collect(
            toMap(
                Map.Entry::getKey,
                family -> text(family.getValue().type().word(), family.getValue().labels()),
                (a, b) -> a,
                TreeMap::new));
  }

  private static String text(String kind, List<String> labels) {
    return kind + " " + new TreeSet<>(labels);
  }

  private static Map<String, String> rows(String text) {
    return ROW.matcher(text)
        .results()
        .collect(
            toMap(
                row -> row.group(1),
                row -> text(row.group(2), List.of(row.group(3).split(", "))),
                (a, b) -> a,
                TreeMap::new));
  }

  @Test
  void thePageTellsWhatTheCodeRecords() throws IOException {
    String[] page = Files.readString(PAGE).split("## Not recorded yet");
    assertThat(page).hasSize(2);
    Map<String, String> promised = rows(page[0]);
    Map<String, String> known = new TreeMap<>(promised);
    known.putAll(rows(page[1]));

    assertThat(promised).hasSizeGreaterThan(50);
    assertThat(known).containsAllEntriesOf(registered());
    assertThat(registered()).containsAllEntriesOf(promised);
  }
}
