/**
 * The composition root: {@link dev.mecha.runtime.Sidecar} puts the rooms together. The only place
 * that sees all of them.
 */
@NullMarked
package dev.mecha.runtime;

import org.jspecify.annotations.NullMarked;
