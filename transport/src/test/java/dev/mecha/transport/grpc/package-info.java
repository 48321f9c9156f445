/** Tests of the gRPC door. */
@NullMarked
package dev.mecha.transport.grpc;

import org.jspecify.annotations.NullMarked;
