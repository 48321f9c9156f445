package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SystemMetricsTest {

  private static final Pattern LINE =
      Pattern.compile(
          "# (?:HELP|TYPE) [a-z_]+ .+|[a-z_]+(?:\\{[a-z]+=\".*\"(?:,[a-z]+=\".*\")*})?"
              + " -?[0-9.e+-]+");

  @Test
  void whatTheSystemAndTheMachineSayIsWellFormed() {
    var metrics = new Metrics("app", new LabelRules(List.of()));
    ProcessMetrics.register(metrics);
    JvmMetrics.register(metrics);

    assertThat(metrics.text().lines())
        .allSatisfy(line -> assertThat(line).matches(LINE))
        .anySatisfy(line -> assertThat(line).startsWith("process_resident_memory_bytes "))
        .anySatisfy(line -> assertThat(line).startsWith("process_cpu_seconds_total "))
        .anySatisfy(line -> assertThat(line).startsWith("process_open_fds "))
        .anySatisfy(line -> assertThat(line).startsWith("process_start_time_seconds 1."))
        .anySatisfy(line -> assertThat(line).startsWith("jvm_memory_used_bytes{area=\"heap\"} "))
        .anySatisfy(line -> assertThat(line).startsWith("jvm_gc_collection_seconds_count{gc=\""))
        .anySatisfy(line -> assertThat(line).startsWith("jvm_threads_current "));
  }
}
