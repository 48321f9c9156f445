/** Tests of the way out over HTTP. */
@NullMarked
package dev.mecha.transport.app;

import org.jspecify.annotations.NullMarked;
