/** Messages through RabbitMQ, laid out as the peer does it. */
@NullMarked
package dev.mecha.component.rabbitmq;

import org.jspecify.annotations.NullMarked;
