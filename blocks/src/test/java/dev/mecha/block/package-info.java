@NullMarked
package dev.mecha.block;

import org.jspecify.annotations.NullMarked;
