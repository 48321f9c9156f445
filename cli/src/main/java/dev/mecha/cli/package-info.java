/**
 * The {@code mecha} command, which also answers to {@code dapr}: a tree of picocli commands, put
 * together by {@link dev.mecha.cli.CommandTree} without reflection, because a command that only
 * starts something must itself start fast.
 */
@NullMarked
package dev.mecha.cli;

import org.jspecify.annotations.NullMarked;
