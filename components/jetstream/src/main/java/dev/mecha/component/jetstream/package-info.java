/** Messages through NATS JetStream. */
@NullMarked
package dev.mecha.component.jetstream;

import org.jspecify.annotations.NullMarked;
