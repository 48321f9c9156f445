package dev.mecha.spi.nameresolution;

/**
 * Which application is wanted.
 *
 * @param appId its name, without the namespace
 * @param namespace its namespace; empty if none is set
 * @param port the port at which the asking sidecar serves others: what a resolver assumes that
 *     knows the names of hosts, and not their ports
 */
public record ResolveRequest(String appId, String namespace, int port) {}
