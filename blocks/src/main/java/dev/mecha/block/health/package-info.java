/** The health API: whether the sidecar can be used. */
@NullMarked
package dev.mecha.block.health;

import org.jspecify.annotations.NullMarked;
