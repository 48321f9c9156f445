/** Tests of connections that calls share. */
@NullMarked
package dev.mecha.transport.pool;

import org.jspecify.annotations.NullMarked;
