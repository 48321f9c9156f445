/** What operators see: logs, metrics, traces. */
@NullMarked
package dev.mecha.kernel.observe;

import org.jspecify.annotations.NullMarked;
