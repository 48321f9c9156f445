package dev.mecha.runtime;

import dev.mecha.kernel.observe.Decimal;
import dev.mecha.kernel.resource.configuration.Tracing;
import dev.mecha.kernel.trace.BatchOptions;
import dev.mecha.kernel.trace.BatchingSink;
import dev.mecha.kernel.trace.ExportTarget;
import dev.mecha.kernel.trace.LogExporter;
import dev.mecha.kernel.trace.SpanExporter;
import dev.mecha.kernel.trace.SpanExporterProvider;
import dev.mecha.kernel.trace.SpanSink;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.kernel.trace.TracingOptions;
import dev.mecha.kernel.trace.TracingOptions.Mode;
import dev.mecha.runtime.options.SidecarOptions;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The spans of one sidecar on their way out. What sends them to servers is looked for only when one
 * is configured: on the class path first, then in the folder {@code telemetry} of the plug-ins.
 */
final class TraceExport implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  /** How long the last spans may take. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Tracer tracer;
  private final List<BatchingSink> sinks = new ArrayList<>();
  private @Nullable URLClassLoader plugin;

  /**
   * @throws IllegalArgumentException naming what is wrong with the configuration
   */
  TraceExport(SidecarOptions options, Tracing tracing, InstantSource clock) {
    var targets = TraceTargets.of(tracing, options.environment());
    boolean exports = targets.stdout() || !targets.servers().isEmpty();
    var sampling = TracingOptions.of(targets.samplingRate(), exports);
    if (sampling.mode() == Mode.SPANS) {
      var batches = BatchOptions.of(options.environment());
      exporters(options, targets).forEach(each -> sinks.add(new BatchingSink(each, batches)));
    }
    this.tracer = new Tracer(sampling, sink(), clock, System::nanoTime);
    LOG.info("Dapr trace sampler initialized: {}", description(sampling));
  }

  Tracer tracer() {
    return tracer;
  }

  private SpanSink sink() {
    return switch (sinks.size()) {
      case 0 -> SpanSink.NONE;
      case 1 -> sinks.getFirst();
      default -> span -> sinks.forEach(sink -> sink.accept(span));
    };
  }

  private List<SpanExporter> exporters(SidecarOptions options, TraceTargets targets) {
    var exporters = new ArrayList<SpanExporter>();
    if (targets.stdout()) {
      exporters.add(new LogExporter());
    }
    if (!targets.servers().isEmpty()) {
      var provider = provider(options.resources().plugins());
      var resource = TraceTargets.resource(options.appId(), options.environment());
      for (ExportTarget server : targets.servers()) {
        exporters.add(provider.create(server, resource));
      }
    }
    return exporters;
  }

  private SpanExporterProvider provider(@Nullable Path plugins) {
    ClassLoader own = TraceExport.class.getClassLoader();
    var onClassPath = ServiceLoader.load(SpanExporterProvider.class, own).findFirst();
    if (onClassPath.isPresent()) {
      return onClassPath.get();
    }
    if (plugins != null) {
      plugin = new URLClassLoader("telemetry", jars(plugins.resolve("telemetry")), own);
      var found = ServiceLoader.load(SpanExporterProvider.class, plugin).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new IllegalArgumentException(
        "no exporter of spans was found (expected: mecha-telemetry on the class path or among the"
            + " plug-ins)");
  }

  private static URL[] jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return new URL[0];
    }
    var urls = new ArrayList<URL>();
    try (var jars = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path jar : jars) {
        urls.add(url(jar));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(folder + ": cannot be listed", e);
    }
    return urls.toArray(URL[]::new);
  }

  private static URL url(Path jar) throws MalformedURLException {
    return jar.toUri().toURL();
  }

  /** In the words of the peer's library. */
  private static String description(TracingOptions options) {
    double ratio = options.samplingRatio();
    String root =
        ratio >= 1
            ? "AlwaysOnSampler"
            : "TraceIDRatioBased{" + (ratio > 0 ? Decimal.of(ratio).plain() : "0") + "}";
    return "ParentBased{root:"
        + root
        + ",remoteParentSampled:AlwaysOnSampler,remoteParentNotSampled:AlwaysOffSampler"
        + ",localParentSampled:AlwaysOnSampler,localParentNotSampled:AlwaysOffSampler}";
  }

  /** Sends what waits, as far as there is time. */
  @Override
  public void close() {
    try {
      for (BatchingSink sink : sinks) {
        sink.close(GRACE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      if (plugin != null) {
        plugin.close();
      }
    } catch (IOException e) {
      LOG.debug("The plug-in telemetry cannot be closed", e);
    }
  }
}
