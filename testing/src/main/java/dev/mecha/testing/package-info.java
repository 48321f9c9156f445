/**
 * What a test holds in its hand while a sidecar runs: {@linkplain dev.mecha.testing.Faults faults}
 * that it puts in the way, {@linkplain dev.mecha.testing.Recordings recordings} of what passed, and
 * the HTTP API for both and for the clock. {@link dev.mecha.testing.TestMode} is all of it; nothing
 * here is loaded by a sidecar that is not in test mode.
 */
@NullMarked
package dev.mecha.testing;

import org.jspecify.annotations.NullMarked;
