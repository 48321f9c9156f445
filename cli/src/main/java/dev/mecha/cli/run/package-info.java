/**
 * {@code run}: a sidecar in this process, the application beside it as a child, both ended
 * together; and {@code run -f}, which does so for the applications of a file.
 */
@NullMarked
package dev.mecha.cli.run;

import org.jspecify.annotations.NullMarked;
