/**
 * What surrounds every language model, applied when the component is registered. {@link
 * dev.mecha.block.conversation.model.ConversationStack} is the order.
 */
@NullMarked
package dev.mecha.block.conversation.model;

import org.jspecify.annotations.NullMarked;
