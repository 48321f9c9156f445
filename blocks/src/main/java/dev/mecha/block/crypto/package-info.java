/**
 * The cryptography API. {@link dev.mecha.block.crypto.CryptoService} encrypts and decrypts messages
 * of any length, {@link dev.mecha.block.crypto.SubtleService} computes with keys on small ones; the
 * classes ending in {@code Http} and {@code Grpc} parse and render. {@code scheme} is how messages
 * look, {@code provider} what surrounds every keeper of keys.
 */
@NullMarked
package dev.mecha.block.crypto;

import org.jspecify.annotations.NullMarked;
