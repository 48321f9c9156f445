/**
 * Subscribing: which topics the application listens to, how events reach it, and what becomes of
 * those that it does not take.
 */
@NullMarked
package dev.mecha.block.pubsub.subscribe;

import org.jspecify.annotations.NullMarked;
