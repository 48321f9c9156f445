/** Bad input and bad connections at the doors of a real sidecar. */
@NullMarked
package dev.mecha.acceptance.robustness;

import org.jspecify.annotations.NullMarked;
