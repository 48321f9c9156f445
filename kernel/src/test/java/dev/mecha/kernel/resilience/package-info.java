@NullMarked
package dev.mecha.kernel.resilience;

import org.jspecify.annotations.NullMarked;
