/**
 * What operators see: logs and metrics, and the spans of requests. Names, labels, units and line
 * formats are the peer's, so that its dashboards, alerts and log queries keep working. Log lines go
 * through SLF4J and come out of {@code java.util.logging}; metrics are a small registry of its own
 * because the well-known client libraries append {@code _total} to the names of counters.
 */
@NullMarked
package dev.mecha.kernel.observe;

import org.jspecify.annotations.NullMarked;
