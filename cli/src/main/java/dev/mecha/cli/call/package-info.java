/** {@code invoke} and {@code publish}: calls that are made through an application's sidecar. */
@NullMarked
package dev.mecha.cli.call;

import org.jspecify.annotations.NullMarked;
