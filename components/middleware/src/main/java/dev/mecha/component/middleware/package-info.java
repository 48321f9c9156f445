/**
 * HTTP middleware that needs no library of its own: changed paths, checked paths, limits on how
 * often and how many at a time, and upper case.
 */
@NullMarked
package dev.mecha.component.middleware;

import org.jspecify.annotations.NullMarked;
