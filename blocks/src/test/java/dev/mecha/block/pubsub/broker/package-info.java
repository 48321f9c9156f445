@NullMarked
package dev.mecha.block.pubsub.broker;

import org.jspecify.annotations.NullMarked;
