/** The arrows between the rooms: what ARCHITECTURE.md draws, checked. */
@NullMarked
package dev.mecha.architecture;

import org.jspecify.annotations.NullMarked;
