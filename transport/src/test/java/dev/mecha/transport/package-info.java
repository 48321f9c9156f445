/** What the tests of all doors share. */
@NullMarked
package dev.mecha.transport;

import org.jspecify.annotations.NullMarked;
