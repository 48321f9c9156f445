/** The command, as people and scripts use it. */
@NullMarked
package dev.mecha.acceptance.command;

import org.jspecify.annotations.NullMarked;
