package dev.mecha.spi.nameresolution;

import org.jspecify.annotations.Nullable;

/**
 * Which application is wanted.
 *
 * @param appId its name, without the namespace
 * @param namespace its namespace; empty if none is set
 * @param port the port at which the asking sidecar serves others: what a resolver assumes that
 *     knows the names of hosts, and not their ports
 */
public record ResolveRequest(String appId, String namespace, int port) {

  // Written out: what the JVM makes of a record's own at their first use holds up a first call.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResolveRequest that
        && port == that.port
        && appId.equals(that.appId)
        && namespace.equals(that.namespace);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * appId.hashCode() + namespace.hashCode()) + port;
  }
}
