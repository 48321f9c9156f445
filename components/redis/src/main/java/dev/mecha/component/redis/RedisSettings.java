package dev.mecha.component.redis;

import dev.mecha.component.support.ClientIdentity;
import dev.mecha.component.support.PrivateKeys;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of {@code state.redis}. No secret is in its text form.
 *
 * @param addresses of the servers, or of the Sentinels; never empty, and one only for {@link
 *     Topology#NODE}
 * @param topology how the servers belong together
 * @param sentinelMaster what the Sentinels call the group of servers; empty unless there are
 *     Sentinels
 * @param credentials for the servers
 * @param sentinelCredentials for the Sentinels
 * @param database its number; 0 in a cluster
 * @param tls how connections are encrypted, or null for not at all
 * @param dialTimeout how long to wait for a connection
 * @param readTimeout how long a server that owes an answer may be silent; zero for ever
 * @param writeTimeout how long a server may take nothing of what is sent to it; zero for ever
 * @param retry how calls are tried again
 * @param pool the connections for writes with strong consistency
 * @param maxAge how old a connection may become; zero for any age
 * @param ttl the life span in seconds of values that ask for none, or null
 * @param indexes over JSON documents
 */
record RedisSettings(
    List<Address> addresses,
    Topology topology,
    String sentinelMaster,
    Credentials credentials,
    Credentials sentinelCredentials,
    int database,
    @Nullable Tls tls,
    Duration dialTimeout,
    Duration readTimeout,
    Duration writeTimeout,
    RetryPolicy retry,
    PoolSettings pool,
    Duration maxAge,
    @Nullable Integer ttl,
    List<QueryIndex> indexes) {

  private static final Duration MILLIS = Duration.ofMillis(1);
  private static final Duration NANOS = Duration.ofNanos(1);

  /**
   * @param metadata of the component
   * @return the settings
   * @throws InvalidMetadataException if a field is missing, wrong, or stands for something not
   *     supported yet
   */
  static RedisSettings of(ComponentMetadata metadata) {
    refuseTokens(metadata);
    Topology topology = topology(metadata);
    Duration read = timeout(metadata, "readTimeout", Duration.ofSeconds(3));
    return new RedisSettings(
        addresses(metadata, topology),
        topology,
        topology == Topology.SENTINEL ? metadata.property("sentinelMasterName").required() : "",
        credentials(metadata, "redisUsername", "redisPassword"),
        credentials(metadata, "sentinelUsername", "sentinelPassword"),
        topology == Topology.CLUSTER ? 0 : metadata.property("redisDB").integer(0, 0),
        tls(metadata),
        positive(metadata, "dialTimeout", Duration.ofSeconds(5)),
        read,
        timeout(metadata, "writeTimeout", read),
        retry(metadata),
        pool(metadata, read),
        timeout(metadata, "maxConnAge", Duration.ZERO),
        ttl(metadata),
        indexes(metadata));
  }

  /**
   * @return the addresses as the user wrote them, for messages
   */
  String host() {
    return String.join(",", addresses.stream().map(Address::toString).toList());
  }

  private static void refuseTokens(ComponentMetadata metadata) {
    refuse(
        "useEntraID",
        "Microsoft Entra ID",
        metadata.property("useEntraID", "useAzureAD").flag(false));
    refuse("useOIDC", "OIDC private_key_jwt", metadata.property("useOIDC").flag(false));
  }

  private static void refuse(String field, String what, boolean wanted) {
    if (wanted) {
      throw new InvalidMetadataException(
          field
              + ": true (expected: false; authentication by "
              + what
              + " is not supported yet,"
              + " use redisUsername and redisPassword)");
    }
  }

  /** With Sentinels there is one server for all keys, whatever {@code redisType} says. */
  private static Topology topology(ComponentMetadata metadata) {
    boolean cluster =
        metadata.property("redisType").choice("node", "node", "cluster").equals("cluster");
    if (metadata.property("failover").flag(false)) {
      return Topology.SENTINEL;
    }
    return cluster ? Topology.CLUSTER : Topology.NODE;
  }

  private static List<Address> addresses(ComponentMetadata metadata, Topology topology) {
    String host = metadata.property("redisHost").required();
    List<Address> all = Address.parse(host, metadata.property("redisPort").integer(0, 0, 65535));
    if (topology == Topology.NODE && all.size() > 1) {
      throw new InvalidMetadataException(
          "redisHost: \""
              + host
              + "\" (expected: one address, unless redisType is cluster or failover is true)");
    }
    return all;
  }

  private static Credentials credentials(ComponentMetadata metadata, String user, String password) {
    return new Credentials(
        metadata.property(user).text(), metadata.property(password).secret().text());
  }

  private static @Nullable Tls tls(ComponentMetadata metadata) {
    if (!metadata.property("enableTLS").flag(false)) {
      return null;
    }
    var certificate = metadata.property("clientCert");
    var key = metadata.property("clientKey").secret();
    ClientIdentity identity = null;
    if (certificate.isPresent() || key.isPresent()) {
      identity =
          new ClientIdentity(
              certificate.parse("certificates in PEM", ClientIdentity::certificates),
              key.parse("an unencrypted private key in PEM", PrivateKeys::parse));
    }
    return new Tls(!metadata.property("insecureSkipTLSVerify").flag(false), identity);
  }

  private static RetryPolicy retry(ComponentMetadata metadata) {
    int retries = metadata.property("redisMaxRetries", "maxRetries").integer(3, -1);
    // The older name counts nanoseconds where it has no unit, and sets the shortest pause in spite
    // of its name.
    Duration oldMin = metadata.property("maxRetryBackoff").duration(Duration.ofSeconds(2), NANOS);
    return new RetryPolicy(
        retries == 0 ? 3 : Math.max(retries, 0),
        timeout(metadata, "redisMinRetryInterval", zeroIfNegative(oldMin)),
        timeout(metadata, "redisMaxRetryInterval", Duration.ofMillis(512)));
  }

  private static PoolSettings pool(ComponentMetadata metadata, Duration readTimeout) {
    int size = metadata.property("poolSize").integer(0, 0);
    Duration idleTimeout = timeout(metadata, "idleTimeout", Duration.ofMinutes(5));
    return new PoolSettings(
        size == 0 ? 10 * Runtime.getRuntime().availableProcessors() : size,
        positive(metadata, "poolTimeout", readTimeout.plusSeconds(1)),
        metadata.property("minIdleConns").integer(0, 0),
        idleTimeout,
        timeout(metadata, "idleCheckFrequency", Duration.ofMinutes(1)));
  }

  private static @Nullable Integer ttl(ComponentMetadata metadata) {
    var ttl = metadata.property("ttlInSeconds");
    return ttl.isPresent() ? ttl.integer(0, Integer.MIN_VALUE) : null;
  }

  private static List<QueryIndex> indexes(ComponentMetadata metadata) {
    var indexes = metadata.property("queryIndexes");
    return indexes.isPresent()
        ? indexes.parse(
            "a JSON list of {\"name\", \"indexes\": [{\"key\", \"type\"}]}", QueryIndex::parse)
        : List.of();
  }

  /** Absent and zero stand for the default, below zero for none. */
  private static Duration timeout(ComponentMetadata metadata, String name, Duration fallback) {
    Duration given = metadata.property(name).duration(Duration.ZERO, MILLIS);
    return given.isZero() ? fallback : zeroIfNegative(given);
  }

  private static Duration positive(ComponentMetadata metadata, String name, Duration fallback) {
    Duration given = metadata.property(name).duration(Duration.ZERO, MILLIS);
    if (given.isNegative()) {
      throw new InvalidMetadataException(
          name
              + ": \""
              + metadata.property(name).text()
              + "\" (expected: a duration > 0 such as 5s or 500ms)");
    }
    return given.isZero() ? fallback : given;
  }

  private static Duration zeroIfNegative(Duration given) {
    return given.isNegative() ? Duration.ZERO : given;
  }
}
