@NullMarked
package dev.mecha.kernel.trace;

import org.jspecify.annotations.NullMarked;
