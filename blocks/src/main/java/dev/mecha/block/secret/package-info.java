/**
 * The secrets API: {@link dev.mecha.block.secret.SecretService} does the work for both doors,
 * {@link dev.mecha.block.secret.SecretHttp} and {@link dev.mecha.block.secret.SecretGrpc} parse and
 * render, and what surrounds every store is in {@code store}.
 */
@NullMarked
package dev.mecha.block.secret;

import org.jspecify.annotations.NullMarked;
