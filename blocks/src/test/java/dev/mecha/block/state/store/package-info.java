@NullMarked
package dev.mecha.block.state.store;

import org.jspecify.annotations.NullMarked;
