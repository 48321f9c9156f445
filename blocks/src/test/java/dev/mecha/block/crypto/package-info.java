@NullMarked
package dev.mecha.block.crypto;

import org.jspecify.annotations.NullMarked;
