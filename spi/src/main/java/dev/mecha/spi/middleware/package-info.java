/**
 * The contract of HTTP middleware: what stands between a caller and the sidecar's HTTP API, or
 * between the sidecar and an application that speaks HTTP. It sees requests on their way in and
 * answers on their way out, both with bodies that stream.
 */
@NullMarked
package dev.mecha.spi.middleware;

import org.jspecify.annotations.NullMarked;
