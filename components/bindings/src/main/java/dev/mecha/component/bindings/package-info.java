/** Bindings that need no server of their own: schedules, calls over HTTP, files on this machine. */
@NullMarked
package dev.mecha.component.bindings;

import org.jspecify.annotations.NullMarked;
