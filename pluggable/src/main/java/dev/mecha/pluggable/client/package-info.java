/** Uses the components that other processes offer. */
@NullMarked
package dev.mecha.pluggable.client;

import org.jspecify.annotations.NullMarked;
