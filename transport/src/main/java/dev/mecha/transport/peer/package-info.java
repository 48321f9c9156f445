/**
 * The way to other sidecars: calls over {@code dapr.proto.internals.v1.ServiceInvocation}, pooled
 * and multiplexed, with bodies that stream.
 */
@NullMarked
package dev.mecha.transport.peer;

import org.jspecify.annotations.NullMarked;
