/** Both halves at once: what goes out through a socket comes in through it. */
@NullMarked
package dev.mecha.pluggable;

import org.jspecify.annotations.NullMarked;
