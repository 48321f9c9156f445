package dev.mecha.kernel.pipeline;

import java.util.Set;

/**
 * One HTTP form of an endpoint.
 *
 * @param verbs the verbs that it answers to, in upper case
 * @param pattern such as {@code /v1.0/state/{storeName}/{key}}: a parameter in braces takes one
 *     segment, a {@code *} at the end takes the rest of the path, which is the parameter {@code *}
 * @param endpoint its name and group
 * @param handler what answers
 */
public record HttpRoute(
    Set<String> verbs, String pattern, Endpoint endpoint, HttpHandler handler) {}
