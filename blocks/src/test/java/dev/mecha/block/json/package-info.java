@NullMarked
package dev.mecha.block.json;

import org.jspecify.annotations.NullMarked;
