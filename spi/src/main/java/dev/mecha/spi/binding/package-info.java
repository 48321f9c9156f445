/** The contract of bindings: ways to and from services that know nothing of this runtime. */
@NullMarked
package dev.mecha.spi.binding;

import org.jspecify.annotations.NullMarked;
