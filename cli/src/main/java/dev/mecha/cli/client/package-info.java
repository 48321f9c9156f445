/** Calls of the API of a sidecar that runs on this machine. */
@NullMarked
package dev.mecha.cli.client;

import org.jspecify.annotations.NullMarked;
