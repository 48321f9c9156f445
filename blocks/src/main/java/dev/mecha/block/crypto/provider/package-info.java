/**
 * What surrounds every keeper of keys, applied when the component is registered. {@link
 * dev.mecha.block.crypto.provider.CryptoProviderStack} is the order.
 */
@NullMarked
package dev.mecha.block.crypto.provider;

import org.jspecify.annotations.NullMarked;
