/**
 * A place for what is put around a whole sidecar from outside: a test's faults and recordings. In
 * ordinary operation there is {@linkplain dev.mecha.kernel.surround.Surroundings#NONE nothing}.
 */
@NullMarked
package dev.mecha.kernel.surround;

import org.jspecify.annotations.NullMarked;
