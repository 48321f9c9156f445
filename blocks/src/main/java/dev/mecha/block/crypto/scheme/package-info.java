/**
 * The encryption scheme {@code dapr.io/enc/v1}: a header of three lines, then the message in
 * segments of 64 KiB, each encrypted and authenticated by itself. {@link
 * dev.mecha.block.crypto.scheme.EncryptedBody} and {@link
 * dev.mecha.block.crypto.scheme.DecryptedBody} hold one segment at a time, however long the message
 * is. All cryptography is the JDK's.
 */
@NullMarked
package dev.mecha.block.crypto.scheme;

import org.jspecify.annotations.NullMarked;
