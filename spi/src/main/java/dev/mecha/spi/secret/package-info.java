/** The contract of secret stores. */
@NullMarked
package dev.mecha.spi.secret;

import org.jspecify.annotations.NullMarked;
