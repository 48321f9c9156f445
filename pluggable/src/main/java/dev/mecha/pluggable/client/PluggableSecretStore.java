package dev.mecha.pluggable.client;

import dev.mecha.protocol.components.v1.BulkGetSecretRequest;
import dev.mecha.protocol.components.v1.FeaturesRequest;
import dev.mecha.protocol.components.v1.GetSecretRequest;
import dev.mecha.protocol.components.v1.MetadataRequest;
import dev.mecha.protocol.components.v1.PingRequest;
import dev.mecha.protocol.components.v1.SecretStoreGrpc;
import dev.mecha.protocol.components.v1.SecretStoreInitRequest;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.secret.SecretFeature;
import dev.mecha.spi.secret.SecretStore;
import io.grpc.ManagedChannel;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A secret store in another process. */
final class PluggableSecretStore implements SecretStore {

  private final Connection connection;
  private final Set<SecretFeature> features;

  private PluggableSecretStore(Connection connection, Set<SecretFeature> features) {
    this.connection = connection;
    this.features = features;
  }

  static SecretStore connect(ManagedChannel channel, ComponentContext context)
      throws InterruptedException {
    var init =
        SecretStoreInitRequest.newBuilder()
            .setMetadata(MetadataRequest.newBuilder().putAllProperties(context.metadata().asMap()))
            .build();
    Connection connection =
        Connection.open(channel, way -> SecretStoreGrpc.newBlockingStub(way).init(init));
    try {
      var offered =
          connection.call(
              SecretStoreGrpc.getFeaturesMethod(), FeaturesRequest.getDefaultInstance());
      Set<SecretFeature> features = EnumSet.noneOf(SecretFeature.class);
      for (SecretFeature feature : SecretFeature.values()) {
        if (offered.getFeaturesList().contains(feature.label())) {
          features.add(feature);
        }
      }
      return new PluggableSecretStore(connection, features);
    } catch (InterruptedException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public Set<SecretFeature> features() {
    return features;
  }

  @Override
  public @Nullable Map<String, String> get(String name, Map<String, String> metadata)
      throws InterruptedException {
    var request = GetSecretRequest.newBuilder().setKey(name).putAllMetadata(metadata).build();
    Map<String, String> values =
        connection.call(SecretStoreGrpc.getGetMethod(), request).getDataMap();
    return values.isEmpty() ? null : values;
  }

  @Override
  public Map<String, Map<String, String>> getAll(Map<String, String> metadata)
      throws InterruptedException {
    var request = BulkGetSecretRequest.newBuilder().putAllMetadata(metadata).build();
    var all = new HashMap<String, Map<String, String>>();
    connection
        .call(SecretStoreGrpc.getBulkGetMethod(), request)
        .getDataMap()
        .forEach((name, secret) -> all.put(name, secret.getSecretsMap()));
    return all;
  }

  @Override
  public void ping() throws InterruptedException {
    connection.call(SecretStoreGrpc.getPingMethod(), PingRequest.getDefaultInstance());
  }

  @Override
  public void close() {
    connection.close();
  }
}
