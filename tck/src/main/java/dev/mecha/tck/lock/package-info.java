/** The checks of {@link dev.mecha.tck.LockStoreTck}, by subject. */
@NullMarked
package dev.mecha.tck.lock;

import org.jspecify.annotations.NullMarked;
