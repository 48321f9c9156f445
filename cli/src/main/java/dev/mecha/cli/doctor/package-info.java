/** {@code doctor}: whether this machine and the user's files are fit for what is to come. */
@NullMarked
package dev.mecha.cli.doctor;

import org.jspecify.annotations.NullMarked;
