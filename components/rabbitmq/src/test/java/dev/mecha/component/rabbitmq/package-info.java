/** Tests against a real broker. */
@NullMarked
package dev.mecha.component.rabbitmq;

import org.jspecify.annotations.NullMarked;
