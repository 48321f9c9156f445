/** State in the memory of the process: {@code state.in-memory}. */
@NullMarked
package dev.mecha.component.inmemory;

import org.jspecify.annotations.NullMarked;
