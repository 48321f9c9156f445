package dev.mecha.spi.crypto;

/**
 * The public part of a key.
 *
 * @param name the key's own name, or the one under which it was asked for
 * @param text in the format that was asked for
 */
public record PublicKeyText(String name, String text) {}
