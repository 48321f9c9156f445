/**
 * What a sidecar contributes to distributed traces: the context that it passes on, the spans of its
 * own calls, where they go, and how they are gathered before they are sent.
 */
@NullMarked
package dev.mecha.kernel.trace;

import org.jspecify.annotations.NullMarked;
