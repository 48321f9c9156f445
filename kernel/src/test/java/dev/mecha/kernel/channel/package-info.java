/** Tests of what goes through the ways to applications and other sidecars. */
@NullMarked
package dev.mecha.kernel.channel;

import org.jspecify.annotations.NullMarked;
