package dev.mecha.spi.pubsub;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of several that travel together.
 *
 * @param entryId tells it apart from the others of the same request
 * @param data its bytes; not copied
 * @param metadata of this message alone; empty if none
 * @param contentType the media type of the data, or null if unknown
 */
public record BulkEntry(
    String entryId, byte[] data, Map<String, String> metadata, @Nullable String contentType) {}
