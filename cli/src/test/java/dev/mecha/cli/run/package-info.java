/** {@code run} with real child processes beside a sidecar that is none. */
@NullMarked
package dev.mecha.cli.run;

import org.jspecify.annotations.NullMarked;
