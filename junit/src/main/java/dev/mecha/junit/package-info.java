/**
 * The real runtime inside a JUnit test, on free ports, with components in memory and a clock that
 * the test holds: {@link dev.mecha.junit.MechaTest} on the class, or {@link
 * dev.mecha.junit.MechaExtension} registered in code.
 */
@NullMarked
package dev.mecha.junit;

import org.jspecify.annotations.NullMarked;
