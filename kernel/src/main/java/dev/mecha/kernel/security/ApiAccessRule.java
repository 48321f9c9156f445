package dev.mecha.kernel.security;

/**
 * One entry of {@code api.allowed} or {@code api.denied}.
 *
 * @param name a group of endpoints such as {@code state}
 * @param version such as {@code v1}
 * @param protocol {@code http} or {@code grpc}
 */
public record ApiAccessRule(String name, String version, String protocol) {}
