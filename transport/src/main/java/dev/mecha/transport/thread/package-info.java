/**
 * Who carries a request: one virtual thread from its first header to the end of its answer, mounted
 * on the event loop of its connection where the JDK lets us, on the JDK's own scheduler where it
 * does not. Nothing else in the system depends on which of the two it is.
 */
@NullMarked
package dev.mecha.transport.thread;

import org.jspecify.annotations.NullMarked;
