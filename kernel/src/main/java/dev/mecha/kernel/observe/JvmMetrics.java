package dev.mecha.kernel.observe;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/**
 * What the virtual machine says about itself, under the names of the Java client of Prometheus.
 * Read on a scrape.
 */
public final class JvmMetrics {

  private JvmMetrics() {}

  /**
   * @param metrics where to
   */
  public static void register(Metrics metrics) {
    memory(
        metrics,
        "jvm_memory_used_bytes",
        "Used bytes of a given JVM memory area.",
        MemoryUsage::getUsed);
    memory(
        metrics,
        "jvm_memory_committed_bytes",
        "Committed (bytes) of a given JVM memory area.",
        MemoryUsage::getCommitted);
    memory(
        metrics,
        "jvm_memory_max_bytes",
        "Max (bytes) of a given JVM memory area.",
        MemoryUsage::getMax);
    metrics.computed(
        "jvm_buffer_pool_used_bytes",
        "Used bytes of a given JVM buffer pool.",
        MetricType.GAUGE,
        JvmMetrics::bufferPools);
    metrics.computed(
        "jvm_gc_collection_seconds",
        "Time spent in a given JVM garbage collector in seconds.",
        MetricType.SUMMARY,
        JvmMetrics::collectors);
    gauge(
        metrics,
        "jvm_threads_current",
        "Current thread count of a JVM",
        () -> ManagementFactory.getThreadMXBean().getThreadCount());
    gauge(
        metrics,
        "jvm_threads_peak",
        "Peak thread count of a JVM",
        () -> ManagementFactory.getThreadMXBean().getPeakThreadCount());
    gauge(
        metrics,
        "jvm_classes_currently_loaded",
        "The number of classes that are currently loaded in the JVM",
        () -> ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    metrics.computed("jvm_runtime_info", "JVM runtime info", MetricType.GAUGE, JvmMetrics::info);
  }

  private static void gauge(Metrics metrics, String name, String help, DoubleSupplier value) {
    metrics.computed(
        name, help, MetricType.GAUGE, out -> out.sample(name, "", value.getAsDouble()));
  }

  private static void memory(
      Metrics metrics, String name, String help, ToDoubleFunction<MemoryUsage> value) {
    metrics.computed(
        name,
        help,
        MetricType.GAUGE,
        out -> {
          var memory = ManagementFactory.getMemoryMXBean();
          out.sample(name, label("area", "heap"), value.applyAsDouble(memory.getHeapMemoryUsage()));
          out.sample(
              name, label("area", "nonheap"), value.applyAsDouble(memory.getNonHeapMemoryUsage()));
        });
  }

  private static void bufferPools(MetricsText out) {
    for (var pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      out.sample(
          "jvm_buffer_pool_used_bytes",
          label("pool", pool.getName()),
          (double) pool.getMemoryUsed());
    }
  }

  private static void collectors(MetricsText out) {
    for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      String gc = label("gc", collector.getName());
      out.sample("jvm_gc_collection_seconds_sum", gc, collector.getCollectionTime() / 1e3);
      out.sample("jvm_gc_collection_seconds_count", gc, (double) collector.getCollectionCount());
    }
  }

  private static void info(MetricsText out) {
    var runtime = ManagementFactory.getRuntimeMXBean();
    String labels =
        MetricsText.labels(
            List.of("runtime", "vendor", "version"),
            List.of(runtime.getVmName(), runtime.getVmVendor(), runtime.getVmVersion()));
    out.sample("jvm_runtime_info", labels, 1);
  }

  private static String label(String name, String value) {
    return MetricsText.labels(List.of(name), List.of(value));
  }
}
