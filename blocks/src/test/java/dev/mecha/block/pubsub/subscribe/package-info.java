@NullMarked
package dev.mecha.block.pubsub.subscribe;

import org.jspecify.annotations.NullMarked;
