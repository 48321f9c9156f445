/** Tests against a real broker. */
@NullMarked
package dev.mecha.component.kafka;

import org.jspecify.annotations.NullMarked;
