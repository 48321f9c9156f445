/**
 * HTTP middleware in its pipelines: before the sidecar's HTTP API, as one {@linkplain
 * dev.mecha.kernel.middleware.MiddlewareFilter filter}, and before an application that speaks HTTP,
 * as a {@linkplain dev.mecha.kernel.middleware.MiddlewareAppChannel channel} around its channel. A
 * pipeline without handlers is neither.
 */
@NullMarked
package dev.mecha.kernel.middleware;

import org.jspecify.annotations.NullMarked;
