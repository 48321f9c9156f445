/** What was acknowledged is there, whatever was killed. */
@NullMarked
package dev.mecha.acceptance.durability;

import org.jspecify.annotations.NullMarked;
