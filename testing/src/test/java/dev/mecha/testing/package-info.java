@NullMarked
package dev.mecha.testing;

import org.jspecify.annotations.NullMarked;
