package dev.mecha.transport.link;

/**
 * What is taken from the other side of a link.
 *
 * @param messageBytes the largest message
 * @param metadataBytes the largest sum of headers or trailers, as HTTP/2 counts it
 */
public record LinkLimits(int messageBytes, int metadataBytes) {}
