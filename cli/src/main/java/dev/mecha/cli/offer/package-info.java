/** Offers components to other runtimes. */
@NullMarked
package dev.mecha.cli.offer;

import org.jspecify.annotations.NullMarked;
