/** The error catalogue: one error, rendered as HTTP or as a gRPC status. */
@NullMarked
package dev.mecha.kernel.error;

import org.jspecify.annotations.NullMarked;
