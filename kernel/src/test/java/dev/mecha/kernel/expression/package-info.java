@NullMarked
package dev.mecha.kernel.expression;

import org.jspecify.annotations.NullMarked;
