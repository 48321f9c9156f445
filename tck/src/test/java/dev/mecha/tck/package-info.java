/** Tests of the suites: a store without fault passes, and every fault is found. */
@NullMarked
package dev.mecha.tck;

import org.jspecify.annotations.NullMarked;
