/**
 * {@code run}: a sidecar in this process, the application beside it as a child, both ended
 * together.
 */
@NullMarked
package dev.mecha.cli.run;

import org.jspecify.annotations.NullMarked;
