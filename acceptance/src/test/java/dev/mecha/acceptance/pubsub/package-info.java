/** Events from publishers to subscribers, through the embedded broker. */
@NullMarked
package dev.mecha.acceptance.pubsub;

import org.jspecify.annotations.NullMarked;
