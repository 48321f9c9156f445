package dev.mecha.component.redis;

import dev.mecha.component.support.ClientIdentity;
import org.jspecify.annotations.Nullable;

/**
 * How connections are encrypted.
 *
 * @param verify whether the server's certificate must be trusted and bear its name
 * @param identity the sidecar's own certificate, or null for none
 */
record Tls(boolean verify, @Nullable ClientIdentity identity) {}
