/**
 * The conversation API: {@link dev.mecha.block.conversation.ConversationService} does the work for
 * both doors in the form of the gRPC messages, whose JSON form the HTTP API is. {@code pii} takes
 * personal data out of texts, {@code model} is what surrounds every language model.
 */
@NullMarked
package dev.mecha.block.conversation;

import org.jspecify.annotations.NullMarked;
