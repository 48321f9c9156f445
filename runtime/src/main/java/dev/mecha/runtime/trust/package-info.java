/** Whom the process trusts when it calls others over TLS. */
@NullMarked
package dev.mecha.runtime.trust;

import org.jspecify.annotations.NullMarked;
