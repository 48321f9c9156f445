/** Tests of readiness and health. */
@NullMarked
package dev.mecha.kernel.health;

import org.jspecify.annotations.NullMarked;
