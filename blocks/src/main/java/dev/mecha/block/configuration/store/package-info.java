/**
 * What surrounds every configuration store; {@link
 * dev.mecha.block.configuration.store.ConfigurationStoreStack} is the ordered list of it.
 */
@NullMarked
package dev.mecha.block.configuration.store;

import org.jspecify.annotations.NullMarked;
