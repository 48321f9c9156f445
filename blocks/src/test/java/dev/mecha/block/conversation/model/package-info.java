@NullMarked
package dev.mecha.block.conversation.model;

import org.jspecify.annotations.NullMarked;
