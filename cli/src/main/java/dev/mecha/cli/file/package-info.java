/** The file that describes several applications: what stands in it, and what is wrong with it. */
@NullMarked
package dev.mecha.cli.file;

import org.jspecify.annotations.NullMarked;
