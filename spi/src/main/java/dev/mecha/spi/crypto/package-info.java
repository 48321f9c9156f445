/** The contract of components that keep keys and compute with them. */
@NullMarked
package dev.mecha.spi.crypto;

import org.jspecify.annotations.NullMarked;
