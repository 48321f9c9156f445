@NullMarked
package dev.mecha.block.conversation;

import org.jspecify.annotations.NullMarked;
