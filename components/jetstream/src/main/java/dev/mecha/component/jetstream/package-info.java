/** Messages and state in NATS JetStream. */
@NullMarked
package dev.mecha.component.jetstream;

import org.jspecify.annotations.NullMarked;
