/** CloudEvents: how what is published is wrapped, and what is read of what arrives. */
@NullMarked
package dev.mecha.block.pubsub.event;

import org.jspecify.annotations.NullMarked;
