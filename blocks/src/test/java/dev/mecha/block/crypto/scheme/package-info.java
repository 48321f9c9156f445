@NullMarked
package dev.mecha.block.crypto.scheme;

import org.jspecify.annotations.NullMarked;
