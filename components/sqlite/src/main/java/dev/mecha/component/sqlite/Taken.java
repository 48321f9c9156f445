package dev.mecha.component.sqlite;

import dev.mecha.spi.pubsub.Message;

/**
 * A message in the hands of a consumer.
 *
 * @param id its place in the log
 * @param attempts how often it was refused before
 * @param message what it is
 * @param expires when, in milliseconds of the component's clock
 */
record Taken(long id, int attempts, Message message, long expires) {}
