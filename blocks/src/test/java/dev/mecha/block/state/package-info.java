@NullMarked
package dev.mecha.block.state;

import org.jspecify.annotations.NullMarked;
