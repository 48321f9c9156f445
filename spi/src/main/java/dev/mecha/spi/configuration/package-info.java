/** The contract of configuration stores. */
@NullMarked
package dev.mecha.spi.configuration;

import org.jspecify.annotations.NullMarked;
