/** What the documentation shows, run as it stands there. */
@NullMarked
package dev.mecha.acceptance.example;

import org.jspecify.annotations.NullMarked;
