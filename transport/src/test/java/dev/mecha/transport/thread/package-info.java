/** Tests of what carries requests. */
@NullMarked
package dev.mecha.transport.thread;

import org.jspecify.annotations.NullMarked;
