/**
 * The contract of name resolvers: how a sidecar makes its application known to others, and finds
 * the sidecars of theirs.
 */
@NullMarked
package dev.mecha.spi.nameresolution;

import org.jspecify.annotations.NullMarked;
