/** How text that others wrote is put between quotes, so that it stays within them. */
@NullMarked
package dev.mecha.kernel.text;

import org.jspecify.annotations.NullMarked;
