/**
 * The sidecars that run on this machine: how they are found, shown and stopped. Those that the
 * command runs leave a note in the home folder; the others are found by their processes.
 */
@NullMarked
package dev.mecha.cli.instance;

import org.jspecify.annotations.NullMarked;
