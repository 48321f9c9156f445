/** Cryptography over real processes. */
@NullMarked
package dev.mecha.acceptance.crypto;

import org.jspecify.annotations.NullMarked;
