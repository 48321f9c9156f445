/**
 * How the sidecar reaches what is outside of it: the application beside it and other sidecars. A
 * request goes out as an {@link dev.mecha.kernel.channel.InvokeRequest} and comes back as an {@link
 * dev.mecha.kernel.channel.InvokeResponse}; their {@link dev.mecha.kernel.channel.Body bodies}
 * stream. Transports implement the channels, building blocks use them.
 */
@NullMarked
package dev.mecha.kernel.channel;

import org.jspecify.annotations.NullMarked;
