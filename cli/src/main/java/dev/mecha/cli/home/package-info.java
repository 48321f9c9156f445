/**
 * The home folder: what is put into it when it is used for the first time, what of it is used, and
 * how it is removed.
 */
@NullMarked
package dev.mecha.cli.home;

import org.jspecify.annotations.NullMarked;
