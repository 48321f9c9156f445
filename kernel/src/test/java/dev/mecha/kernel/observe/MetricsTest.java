package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsTest {

  private final Metrics metrics = new Metrics("my app", new LabelRules(List.of()));

  @Test
  void countersAreExposedUnderTheirOwnName() {
    var family = metrics.counter("dapr_x_count", "How many.", "method", "status");
    family.with("GET", "500").increment();
    family.with("GET", "200").add(41);
    family.with("GET", "200").increment();

    assertThat(metrics.text())
        .isEqualTo(
            """
            # HELP dapr_x_count How many.
            # TYPE dapr_x_count counter
            dapr_x_count{app_id="my app",method="GET",status="200"} 42
            dapr_x_count{app_id="my app",method="GET",status="500"} 1
            """);
  }

  @Test
  void histogramsAreCumulativeAndEndWithInfinity() {
    var latency =
        metrics.histogram("dapr_x_latency", "How long.", Buckets.latency(List.of(10L, 1L)), "op");
    for (long micros : new long[] {0, 999, 1_000, 1_001, 10_000, 10_001}) {
      latency.with("get").observe(TimeUnit.MICROSECONDS.toNanos(micros));
    }

    assertThat(metrics.text())
        .isEqualTo(
            """
            # HELP dapr_x_latency How long.
            # TYPE dapr_x_latency histogram
            dapr_x_latency_bucket{app_id="my app",op="get",le="1"} 3
            dapr_x_latency_bucket{app_id="my app",op="get",le="10"} 5
            dapr_x_latency_bucket{app_id="my app",op="get",le="+Inf"} 6
            dapr_x_latency_sum{app_id="my app",op="get"} 23.001
            dapr_x_latency_count{app_id="my app",op="get"} 6
            """);
  }

  @Test
  void sizesHaveThePeersBuckets() {
    metrics.histogram("dapr_x_bytes", "How large.", Buckets.size()).with().observe(5_000_000);

    assertThat(metrics.text())
        .isEqualTo(
            """
            # HELP dapr_x_bytes How large.
            # TYPE dapr_x_bytes histogram
            dapr_x_bytes_bucket{app_id="my app",le="1024"} 0
            dapr_x_bytes_bucket{app_id="my app",le="2048"} 0
            dapr_x_bytes_bucket{app_id="my app",le="4096"} 0
            dapr_x_bytes_bucket{app_id="my app",le="16384"} 0
            dapr_x_bytes_bucket{app_id="my app",le="65536"} 0
            dapr_x_bytes_bucket{app_id="my app",le="262144"} 0
            dapr_x_bytes_bucket{app_id="my app",le="1.048576e+06"} 0
            dapr_x_bytes_bucket{app_id="my app",le="4.194304e+06"} 0
            dapr_x_bytes_bucket{app_id="my app",le="1.6777216e+07"} 1
            dapr_x_bytes_bucket{app_id="my app",le="6.7108864e+07"} 1
            dapr_x_bytes_bucket{app_id="my app",le="2.68435456e+08"} 1
            dapr_x_bytes_bucket{app_id="my app",le="1.073741824e+09"} 1
            dapr_x_bytes_bucket{app_id="my app",le="4.294967296e+09"} 1
            dapr_x_bytes_bucket{app_id="my app",le="+Inf"} 1
            dapr_x_bytes_sum{app_id="my app"} 5e+06
            dapr_x_bytes_count{app_id="my app"} 1
            """);
  }

  @Test
  void gaugesGoUpAndDown() {
    var gauge = metrics.gauge("dapr_x", "Now.").with();
    gauge.set(7);
    gauge.add(-9);

    assertThat(metrics.text()).endsWith("# TYPE dapr_x gauge\ndapr_x{app_id=\"my app\"} -2\n");
  }

  @Test
  void namesAreSortedAndWhatHasNoValueIsLeftOut() {
    metrics.counter("dapr_b", "b").with().increment();
    metrics.counter("dapr_unused", "never");
    metrics.counter("dapr_a", "a").with().increment();

    assertThat(metrics.text().lines().filter(line -> line.startsWith("# TYPE")))
        .containsExactly("# TYPE dapr_a counter", "# TYPE dapr_b counter");
  }

  @Test
  void oddLabelValuesStayOneLine() {
    var family = metrics.counter("dapr_x", "A \\ and\na break.", "path");
    family.with("a\"b\\c").increment();
    family.with("line\nbreak\u2028\033[0m").increment();
    family.with("x".repeat(300)).increment();

    assertThat(metrics.text())
        .isEqualTo(
            """
            # HELP dapr_x A \\\\ and\\na break.
            # TYPE dapr_x counter
            dapr_x{app_id="my app",path="a\\"b\\\\c"} 1
            dapr_x{app_id="my app",path="line_break__[0m"} 1
            dapr_x{app_id="my app",path="%s"} 1
            """
                .formatted("x".repeat(255)));
  }

  @Test
  void valuesThatAreExposedAlikeAreCountedTogether() {
    var family = metrics.counter("dapr_x", "x", "path");
    family.with("a\nb").increment();
    family.with("a\rb").increment();
    family.with("a_b").increment();

    assertThat(family.with("a_b").value()).isEqualTo(3);
  }

  @Test
  void aCallerCannotFillTheMemory() {
    var family = metrics.counter("dapr_x", "x", "method", "path");
    for (int i = 0; i < MetricFamily.MAX_SERIES + 500; i++) {
      family.with("GET", "/" + i).increment();
    }

    assertThat(metrics.text().lines()).hasSize(2 + MetricFamily.MAX_SERIES + 1);
    assertThat(family.with("other", "other").value()).isEqualTo(500);
    assertThat(family.with("GET", "/0").value()).isEqualTo(1);
  }

  @Test
  void aNameIsTakenOnce() {
    metrics.counter("dapr_x", "x");

    assertThatThrownBy(() -> metrics.gauge("dapr_x", "x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("dapr_x");
  }

  @Test
  void aWrongNumberOfValuesIsNoticed() {
    var family = metrics.counter("dapr_x", "x", "a", "b");

    assertThatThrownBy(() -> family.with("1"))
        .hasMessageContaining("dapr_x: [1] (expected: values for [a, b])");
  }

  @Test
  void computedValuesAreAskedForOnAScrapeOnly() {
    var asked = new java.util.concurrent.atomic.AtomicInteger();
    metrics.computed(
        "process_x",
        "x",
        MetricType.GAUGE,
        out -> out.sample("process_x", "", asked.incrementAndGet()));

    assertThat(asked).hasValue(0);
    assertThat(metrics.text()).endsWith("process_x 1\n");
    assertThat(metrics.text()).endsWith("process_x 2\n");
  }

  @Test
  void nothingIsLostBetweenThreads() throws InterruptedException {
    var family = metrics.histogram("dapr_x", "x", Buckets.latency(List.of()), "op");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        threads.execute(
            () -> {
              for (int j = 0; j < 1_000; j++) {
                family.with("op" + j % 7).observe(j);
              }
            });
      }
      threads.shutdown();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
    long total = 0;
    for (int i = 0; i < 7; i++) {
      total += family.with("op" + i).count();
    }

    assertThat(total).isEqualTo(50_000);
  }

  /** What the reference client of Prometheus writes. */
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0.0,0",
    "1,1",
    "-1,-1",
    "0.1,0.1",
    "1.5,1.5",
    "100000,100000",
    "999999,999999",
    "1000000,1e+06",
    "1048576,1.048576e+06",
    "123456789,1.23456789e+08",
    "0.0001,0.0001",
    "0.00001,1e-05",
    "1e21,1e+21",
    "1.7976931348623157e308,1.7976931348623157e+308",
    "0.139172,0.139172",
    "1795389339.35,1.79538933935e+09",
    "2.5e-7,2.5e-07",
    "12345.678,12345.678",
    "0.3333333333333333,0.3333333333333333",
    "NaN,NaN",
    "Infinity,+Inf",
    "-Infinity,-Inf",
    "-2500000,-2.5e+06",
    "1234567.5,1.2345675e+06"
  })
  void numbersAreSpelledAsTheReferenceClientSpellsThem(double value, String expected) {
    assertThat(MetricsText.number(value)).isEqualTo(expected);
  }
}
