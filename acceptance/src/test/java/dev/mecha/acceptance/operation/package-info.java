/** Starting, stopping, configuring: what people who operate a sidecar see. */
@NullMarked
package dev.mecha.acceptance.operation;

import org.jspecify.annotations.NullMarked;
