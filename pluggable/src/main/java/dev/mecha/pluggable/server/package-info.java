/** Offers components of this runtime to others. */
@NullMarked
package dev.mecha.pluggable.server;

import org.jspecify.annotations.NullMarked;
