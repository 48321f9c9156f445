package dev.mecha.kernel.observe;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/**
 * What the operating system says about this process, under the names that Prometheus clients agree
 * on. Read when somebody scrapes; what cannot be found out on this system is {@code NaN}.
 */
public final class ProcessMetrics {

  private static final int KIBIBYTE = 1024;

  private ProcessMetrics() {}

  /**
   * @param metrics where to
   */
  public static void register(Metrics metrics) {
    add(
        metrics,
        "process_cpu_seconds_total",
        "Total user and system CPU time spent in seconds.",
        MetricType.COUNTER,
        () -> system(os -> os.getProcessCpuTime() / 1e9));
    add(
        metrics,
        "process_open_fds",
        "Number of open file descriptors.",
        MetricType.GAUGE,
        () -> system(UnixOperatingSystemMXBean::getOpenFileDescriptorCount));
    add(
        metrics,
        "process_max_fds",
        "Maximum number of open file descriptors.",
        MetricType.GAUGE,
        () -> system(UnixOperatingSystemMXBean::getMaxFileDescriptorCount));
    add(
        metrics,
        "process_start_time_seconds",
        "Start time of the process since unix epoch in seconds.",
        MetricType.GAUGE,
        () -> ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
    add(
        metrics,
        "process_resident_memory_bytes",
        "Resident memory size in bytes.",
        MetricType.GAUGE,
        () -> status("VmRSS:"));
    add(
        metrics,
        "process_virtual_memory_bytes",
        "Virtual memory size in bytes.",
        MetricType.GAUGE,
        () -> status("VmSize:"));
  }

  private static void add(
      Metrics metrics, String name, String help, MetricType type, DoubleSupplier value) {
    metrics.computed(name, help, type, out -> out.sample(name, "", value.getAsDouble()));
  }

  private static double system(ToDoubleFunction<UnixOperatingSystemMXBean> value) {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
        ? value.applyAsDouble(os)
        : Double.NaN;
  }

  /** A line of {@code /proc/self/status} such as {@code VmRSS: 12345 kB}. */
  private static double status(String field) {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToDouble(line -> Double.parseDouble(line.split("\\s+")[1]) * KIBIBYTE)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException | RuntimeException e) {
      return Double.NaN;
    }
  }
}
