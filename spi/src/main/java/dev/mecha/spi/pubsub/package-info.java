/**
 * The contract of message brokers: messages under topics, which reach every group of consumers at
 * least once.
 */
@NullMarked
package dev.mecha.spi.pubsub;

import org.jspecify.annotations.NullMarked;
