@NullMarked
package dev.mecha.block.binding;

import org.jspecify.annotations.NullMarked;
