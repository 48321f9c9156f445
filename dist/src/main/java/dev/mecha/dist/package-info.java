/**
 * Assembles the distribution when it is built: start scripts, jars, plug-ins, and the cache from
 * which the JVM starts fast. Nothing of it is shipped but {@link dev.mecha.dist.Rehearsal}.
 */
@NullMarked
package dev.mecha.dist;

import org.jspecify.annotations.NullMarked;
