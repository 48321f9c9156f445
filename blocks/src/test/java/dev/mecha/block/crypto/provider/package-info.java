@NullMarked
package dev.mecha.block.crypto.provider;

import org.jspecify.annotations.NullMarked;
