package dev.mecha.spi.conversation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function that a model may ask the application to call.
 *
 * @param name of the function
 * @param description what it does, for the model; empty if that goes without saying
 * @param parameters a JSON Schema of its arguments; empty if it has none
 */
public record Tool(String name, String description, Map<String, @Nullable Object> parameters) {}
