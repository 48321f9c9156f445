/**
 * One abstract JUnit suite per kind of component, to be extended by every component and run against
 * its real engine, and the fixtures that such tests need: a {@linkplain dev.mecha.tck.TckClock
 * clock} that a test moves and {@linkplain dev.mecha.tck.ComponentContexts contexts} to make
 * components with.
 */
@NullMarked
package dev.mecha.tck;

import org.jspecify.annotations.NullMarked;
