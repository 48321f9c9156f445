package dev.mecha.spi.pubsub;

import java.time.Duration;

/**
 * How messages are gathered before they are handed over together.
 *
 * @param maxMessages the most at once, at least 1
 * @param maxAwait how long the first one may wait for others
 */
public record BulkOptions(int maxMessages, Duration maxAwait) {}
