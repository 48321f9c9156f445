/**
 * Language models. {@code conversation.openai} speaks the API that many servers have: other types
 * are settings of it ({@link dev.mecha.component.conversation.ChatServices}). {@code
 * conversation.anthropic} speaks the Messages API, and {@code conversation.echo} repeats what it
 * hears.
 */
@NullMarked
package dev.mecha.component.conversation;

import org.jspecify.annotations.NullMarked;
