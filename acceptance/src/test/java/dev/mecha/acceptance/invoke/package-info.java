/** Applications that call each other through their sidecars. */
@NullMarked
package dev.mecha.acceptance.invoke;

import org.jspecify.annotations.NullMarked;
