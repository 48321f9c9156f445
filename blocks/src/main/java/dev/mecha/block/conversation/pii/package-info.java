/** Personal data in texts, and how it is taken out. */
@NullMarked
package dev.mecha.block.conversation.pii;

import org.jspecify.annotations.NullMarked;
