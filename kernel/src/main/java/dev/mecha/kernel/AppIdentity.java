package dev.mecha.kernel;

/**
 * Whose sidecar this is.
 *
 * @param appId the application's name; never empty in a running sidecar
 * @param namespace from the environment variable {@code NAMESPACE}; empty if it is not set
 */
public record AppIdentity(String appId, String namespace) {}
