/** Service invocation: applications call each other through their sidecars. */
@NullMarked
package dev.mecha.block.invoke;

import org.jspecify.annotations.NullMarked;
