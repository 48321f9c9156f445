@NullMarked
package dev.mecha.cli.terminal;

import org.jspecify.annotations.NullMarked;
