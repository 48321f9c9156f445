package dev.mecha.pluggable.server;

import dev.mecha.protocol.components.v1.BulkGetSecretRequest;
import dev.mecha.protocol.components.v1.BulkGetSecretResponse;
import dev.mecha.protocol.components.v1.FeaturesRequest;
import dev.mecha.protocol.components.v1.FeaturesResponse;
import dev.mecha.protocol.components.v1.GetSecretRequest;
import dev.mecha.protocol.components.v1.GetSecretResponse;
import dev.mecha.protocol.components.v1.PingRequest;
import dev.mecha.protocol.components.v1.PingResponse;
import dev.mecha.protocol.components.v1.SecretResponse;
import dev.mecha.protocol.components.v1.SecretStoreGrpc;
import dev.mecha.protocol.components.v1.SecretStoreInitRequest;
import dev.mecha.protocol.components.v1.SecretStoreInitResponse;
import dev.mecha.spi.secret.SecretFeature;
import dev.mecha.spi.secret.SecretStore;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Objects;

/** Serves secret stores. */
final class SecretStoreService extends SecretStoreGrpc.SecretStoreImplBase {

  private final Instances<SecretStore> stores;

  SecretStoreService(Instances<SecretStore> stores) {
    this.stores = stores;
  }

  @Override
  public void init(SecretStoreInitRequest request, StreamObserver<SecretStoreInitResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          stores.init(name, request.getMetadata().getPropertiesMap());
          return SecretStoreInitResponse.getDefaultInstance();
        });
  }

  @Override
  public void features(FeaturesRequest request, StreamObserver<FeaturesResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () ->
            FeaturesResponse.newBuilder()
                .addAllFeatures(
                    stores.get(name).features().stream()
                        .map(SecretFeature::label)
                        .sorted()
                        .toList())
                .build());
  }

  @Override
  public void get(GetSecretRequest request, StreamObserver<GetSecretResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          Map<String, String> found =
              stores.get(name).get(request.getKey(), request.getMetadataMap());
          return GetSecretResponse.newBuilder()
              .putAllData(Objects.requireNonNullElse(found, Map.of()))
              .build();
        });
  }

  @Override
  public void bulkGet(BulkGetSecretRequest request, StreamObserver<BulkGetSecretResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          var response = BulkGetSecretResponse.newBuilder();
          stores
              .get(name)
              .getAll(request.getMetadataMap())
              .forEach(
                  (secret, values) ->
                      response.putData(
                          secret, SecretResponse.newBuilder().putAllSecrets(values).build()));
          return response.build();
        });
  }

  @Override
  public void ping(PingRequest request, StreamObserver<PingResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          stores.get(name).ping();
          return PingResponse.getDefaultInstance();
        });
  }
}
