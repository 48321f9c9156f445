@NullMarked
package dev.mecha.kernel.middleware;

import org.jspecify.annotations.NullMarked;
