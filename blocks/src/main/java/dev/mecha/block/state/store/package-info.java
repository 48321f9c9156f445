/**
 * What surrounds every state store: a concern is a decorator, written once and applied when the
 * component is registered. {@link dev.mecha.block.state.store.StateStoreStack} is the order.
 */
@NullMarked
package dev.mecha.block.state.store;

import org.jspecify.annotations.NullMarked;
