@NullMarked
package dev.mecha.block.secret;

import org.jspecify.annotations.NullMarked;
