/** Resource files: which there are, and what is wrong with them. */
@NullMarked
package dev.mecha.cli.resource;

import org.jspecify.annotations.NullMarked;
