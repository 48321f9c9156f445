/** Whether the sidecar is ready, and for what; whether the application beside it is well. */
@NullMarked
package dev.mecha.kernel.health;

import org.jspecify.annotations.NullMarked;
