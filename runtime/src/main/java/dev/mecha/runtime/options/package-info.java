/** What a sidecar can be told: records with defaults, and the command line that fills them. */
@NullMarked
package dev.mecha.runtime.options;

import org.jspecify.annotations.NullMarked;
