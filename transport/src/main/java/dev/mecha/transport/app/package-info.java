/**
 * The way out over HTTP: calls to the application beside the sidecar and to services outside, over
 * pooled connections on the event loop of the caller. Bodies stream in both directions.
 */
@NullMarked
package dev.mecha.transport.app;

import org.jspecify.annotations.NullMarked;
