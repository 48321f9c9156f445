/** Connections to one gRPC server, as many as its calls need. */
@NullMarked
package dev.mecha.transport.pool;

import org.jspecify.annotations.NullMarked;
