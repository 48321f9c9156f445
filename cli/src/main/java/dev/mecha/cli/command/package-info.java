/** What a command of the program is, and what all of them are given. */
@NullMarked
package dev.mecha.cli.command;

import org.jspecify.annotations.NullMarked;
