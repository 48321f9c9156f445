/** What operators see of sidecars: traces in real collectors, metrics, logs. */
@NullMarked
package dev.mecha.acceptance.observe;

import org.jspecify.annotations.NullMarked;
