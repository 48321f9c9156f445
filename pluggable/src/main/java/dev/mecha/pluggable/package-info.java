/**
 * Pluggable components: engines in processes of their own, reached over gRPC on a Unix domain
 * socket, as {@code dapr.proto.components.v1} has it.
 */
@NullMarked
package dev.mecha.pluggable;

import org.jspecify.annotations.NullMarked;
