@NullMarked
package dev.mecha.block.conversation.pii;

import org.jspecify.annotations.NullMarked;
