package dev.mecha.kernel.trace;

import java.util.Map;

/**
 * Knows the protocols of servers that take spans. Found through {@code META-INF/services} when a
 * server is configured, and not loaded otherwise.
 */
public interface SpanExporterProvider {

  /**
   * @param target where to
   * @param resource what all spans say of the process, {@code service.name} among it
   * @return an exporter; whether the server answers is not looked at
   * @throws IllegalArgumentException if the address is none
   */
  SpanExporter create(ExportTarget target, Map<String, String> resource);
}
