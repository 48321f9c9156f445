/** The shutdown API: a caller ends the sidecar. */
@NullMarked
package dev.mecha.block.shutdown;

import org.jspecify.annotations.NullMarked;
