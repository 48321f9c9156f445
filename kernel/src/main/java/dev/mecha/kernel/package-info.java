/** What all building blocks share. The kernel knows no block and no transport. */
@NullMarked
package dev.mecha.kernel;

import org.jspecify.annotations.NullMarked;
