/**
 * Sends spans to OpenTelemetry collectors and Zipkin servers, with OpenTelemetry's own encoders and
 * senders. Nothing of it is loaded before such a server is configured.
 */
@NullMarked
package dev.mecha.telemetry;

import org.jspecify.annotations.NullMarked;
