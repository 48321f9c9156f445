/**
 * Timeouts, retries and circuit breakers: what surrounds a call whose other end may fail. A {@link
 * dev.mecha.kernel.resilience.Guard} is made from what users write in {@code kind: Resiliency}.
 */
@NullMarked
package dev.mecha.kernel.resilience;

import org.jspecify.annotations.NullMarked;
