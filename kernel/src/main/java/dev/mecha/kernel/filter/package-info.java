/** The one list of filters that every request passes, on both doors. */
@NullMarked
package dev.mecha.kernel.filter;

import org.jspecify.annotations.NullMarked;
