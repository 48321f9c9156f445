@NullMarked
package dev.mecha.telemetry;

import org.jspecify.annotations.NullMarked;
