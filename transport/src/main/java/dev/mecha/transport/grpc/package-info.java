/**
 * The gRPC door: one server per address on the shared event loops, whose services are put together
 * from the methods of all building blocks. A call passes the same filters as an HTTP request, on a
 * virtual thread of its own.
 */
@NullMarked
package dev.mecha.transport.grpc;

import org.jspecify.annotations.NullMarked;
