/**
 * What users start, started as users start it: as processes, from anywhere, with nothing in the
 * environment.
 */
@NullMarked
package dev.mecha.dist;

import org.jspecify.annotations.NullMarked;
