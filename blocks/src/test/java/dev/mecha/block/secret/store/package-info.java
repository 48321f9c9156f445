@NullMarked
package dev.mecha.block.secret.store;

import org.jspecify.annotations.NullMarked;
