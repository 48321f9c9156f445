package dev.mecha.spi.pubsub;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message as it arrives.
 *
 * @param topic under which it was published: not the pattern that the subscription asked for
 * @param data the bytes that were published
 * @param metadata what the broker keeps beside the bytes, such as headers and positions; empty if
 *     nothing
 * @param contentType the media type that the publisher gave if the broker keeps it, or null
 */
public record Message(
    String topic, byte[] data, Map<String, String> metadata, @Nullable String contentType) {}
