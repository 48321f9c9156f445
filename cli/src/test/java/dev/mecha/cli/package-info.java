/** The command line: what is understood, and what is said about the rest. */
@NullMarked
package dev.mecha.cli;

import org.jspecify.annotations.NullMarked;
