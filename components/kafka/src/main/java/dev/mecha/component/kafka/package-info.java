/** Messages through Apache Kafka. */
@NullMarked
package dev.mecha.component.kafka;

import org.jspecify.annotations.NullMarked;
