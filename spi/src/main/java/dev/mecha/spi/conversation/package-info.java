/** The contract of components that converse: language models. */
@NullMarked
package dev.mecha.spi.conversation;

import org.jspecify.annotations.NullMarked;
