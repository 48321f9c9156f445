/** Tests of service invocation without a network. */
@NullMarked
package dev.mecha.block.invoke;

import org.jspecify.annotations.NullMarked;
