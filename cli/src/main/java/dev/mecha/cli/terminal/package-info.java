/** Where the command writes, and in whose words. */
@NullMarked
package dev.mecha.cli.terminal;

import org.jspecify.annotations.NullMarked;
