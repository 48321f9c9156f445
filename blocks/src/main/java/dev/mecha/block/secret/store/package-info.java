/**
 * What surrounds every secret store, applied when the component is registered. {@link
 * dev.mecha.block.secret.store.SecretStoreStack} is the order.
 */
@NullMarked
package dev.mecha.block.secret.store;

import org.jspecify.annotations.NullMarked;
