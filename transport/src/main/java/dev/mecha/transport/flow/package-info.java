/**
 * Bodies between an event loop and a virtual thread, a few pieces at a time: whoever is slow holds
 * the other side up, and nothing piles up in between.
 */
@NullMarked
package dev.mecha.transport.flow;

import org.jspecify.annotations.NullMarked;
