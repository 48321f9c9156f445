@NullMarked
package dev.mecha.block.lock.store;

import org.jspecify.annotations.NullMarked;
