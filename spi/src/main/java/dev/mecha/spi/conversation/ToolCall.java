package dev.mecha.spi.conversation;

/**
 * A model asks for a function to be called.
 *
 * @param id by which the result refers to it; empty if the model gave none
 * @param function its name
 * @param arguments as the model wrote them, normally JSON
 */
public record ToolCall(String id, String function, String arguments) {}
