/**
 * The configuration API: {@link dev.mecha.block.configuration.ConfigurationService} does the work
 * for both doors, {@link dev.mecha.block.configuration.ConfigurationHttp} and {@link
 * dev.mecha.block.configuration.ConfigurationGrpc} parse and render, {@link
 * dev.mecha.block.configuration.LiveSubscription} brings what changes, and what surrounds every
 * store is in {@code store}.
 */
@NullMarked
package dev.mecha.block.configuration;

import org.jspecify.annotations.NullMarked;
