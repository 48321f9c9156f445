/**
 * Publish and subscribe: events through topics of message brokers, over both doors.
 *
 * <p>{@link dev.mecha.block.pubsub.event} makes and reads events, {@link
 * dev.mecha.block.pubsub.broker} surrounds brokers, {@link dev.mecha.block.pubsub.subscribe} brings
 * events to the application.
 */
@NullMarked
package dev.mecha.block.pubsub;

import org.jspecify.annotations.NullMarked;
