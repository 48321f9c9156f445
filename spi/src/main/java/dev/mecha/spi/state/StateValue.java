package dev.mecha.spi.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value as it was read.
 *
 * @param bytes exactly what was written; not to be changed
 * @param etag the version, or null if the store has none
 * @param metadata what the store says about the value, such as {@link TimeToLive#EXPIRE_TIME};
 *     empty if nothing
 */
public record StateValue(byte[] bytes, @Nullable String etag, Map<String, String> metadata) {}
