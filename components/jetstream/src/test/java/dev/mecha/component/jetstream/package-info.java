/** Tests against a real broker. */
@NullMarked
package dev.mecha.component.jetstream;

import org.jspecify.annotations.NullMarked;
