/**
 * Time: what o'clock it is, and how it is waited for. Everything in the runtime and in its own
 * components that depends on time takes it from a {@link dev.mecha.spi.time.Time}, so that a test
 * can put a {@link dev.mecha.spi.time.VirtualClock} in its place.
 */
@NullMarked
package dev.mecha.spi.time;

import org.jspecify.annotations.NullMarked;
