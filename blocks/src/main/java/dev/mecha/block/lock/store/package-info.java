/**
 * What surrounds every lock store; {@link dev.mecha.block.lock.store.LockStoreStack} is the ordered
 * list of it.
 */
@NullMarked
package dev.mecha.block.lock.store;

import org.jspecify.annotations.NullMarked;
