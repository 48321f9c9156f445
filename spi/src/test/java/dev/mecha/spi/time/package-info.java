@NullMarked
package dev.mecha.spi.time;

import org.jspecify.annotations.NullMarked;
