/** The contract of lock stores. */
@NullMarked
package dev.mecha.spi.lock;

import org.jspecify.annotations.NullMarked;
