/** What the kernel's tests share. */
@NullMarked
package dev.mecha.kernel.testing;

import org.jspecify.annotations.NullMarked;
