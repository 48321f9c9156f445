package dev.mecha.spi.state;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page of a query's answer.
 *
 * @param items the values found, in order
 * @param token where the next page starts, or null if there is none
 * @param metadata of the answer; empty if none
 */
public record QueryResult(
    List<BulkItem> items, @Nullable String token, Map<String, String> metadata) {}
