/** Whether the sidecar is ready, and for what. */
@NullMarked
package dev.mecha.kernel.health;

import org.jspecify.annotations.NullMarked;
