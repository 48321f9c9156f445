/** Tests of the in-memory store. */
@NullMarked
package dev.mecha.component.inmemory;

import org.jspecify.annotations.NullMarked;
