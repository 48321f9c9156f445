/**
 * The parts of {@link dev.mecha.tck.PubSubTck}: each interface holds the tests of one promise of a
 * {@link dev.mecha.spi.pubsub.PubSub}.
 */
@NullMarked
package dev.mecha.tck.pubsub;

import org.jspecify.annotations.NullMarked;
