package dev.mecha.spi.pubsub;

/**
 * An entry of a bulk request that was not taken.
 *
 * @param entryId which one
 * @param error why; never a secret
 */
public record FailedEntry(String entryId, String error) {}
