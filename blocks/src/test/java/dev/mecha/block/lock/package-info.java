@NullMarked
package dev.mecha.block.lock;

import org.jspecify.annotations.NullMarked;
