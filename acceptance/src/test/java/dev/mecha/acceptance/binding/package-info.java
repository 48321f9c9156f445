/** Bindings over real processes. */
@NullMarked
package dev.mecha.acceptance.binding;

import org.jspecify.annotations.NullMarked;
