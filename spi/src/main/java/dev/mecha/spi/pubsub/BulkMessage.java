package dev.mecha.spi.pubsub;

import java.util.List;
import java.util.Map;

/**
 * Several messages that arrive together.
 *
 * @param topic under which all were published
 * @param entries the messages in the broker's order; never empty
 * @param metadata what is true of all of them; empty if nothing
 */
public record BulkMessage(String topic, List<BulkEntry> entries, Map<String, String> metadata) {}
