/** The metadata API: what the sidecar is, what is registered, and what its user has noted down. */
@NullMarked
package dev.mecha.block.metadata;

import org.jspecify.annotations.NullMarked;
