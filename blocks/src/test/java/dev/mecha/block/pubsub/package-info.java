@NullMarked
package dev.mecha.block.pubsub;

import org.jspecify.annotations.NullMarked;
