package dev.mecha.spi.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of keys.
 *
 * @param keys the keys found
 * @param continuationToken for the next page, or null if this is the last
 */
public record KeysPage(List<String> keys, @Nullable String continuationToken) {}
