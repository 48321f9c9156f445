/** What surrounds a broker: scopes, namespaces, policies, and threads that it may hold. */
@NullMarked
package dev.mecha.block.pubsub.broker;

import org.jspecify.annotations.NullMarked;
