/**
 * The runtime's configuration, {@code kind: Configuration}: a record for every part of {@code
 * spec}, with the peer's defaults, read by the {@link
 * dev.mecha.kernel.resource.configuration.ConfigurationLoader}.
 */
@NullMarked
package dev.mecha.kernel.resource.configuration;

import org.jspecify.annotations.NullMarked;
