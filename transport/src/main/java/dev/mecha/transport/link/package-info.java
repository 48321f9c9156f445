/**
 * Links: what two Mecha sidecars speak with each other in place of HTTP/2, over the same port.
 * Calls, messages, metadata and statuses are those of gRPC, so that whoever makes or serves a call
 * does not notice; only the way in which they are written down is leaner. A sidecar that is none of
 * ours does not answer the greeting, and is spoken to over gRPC as ever.
 */
@NullMarked
package dev.mecha.transport.link;

import org.jspecify.annotations.NullMarked;
