/**
 * The outbox: state transactions that publish what they write, so that an event is published if and
 * only if the transaction is committed.
 */
@NullMarked
package dev.mecha.block.pubsub.outbox;

import org.jspecify.annotations.NullMarked;
