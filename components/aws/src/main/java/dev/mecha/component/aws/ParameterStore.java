package dev.mecha.component.aws;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.secret.SecretStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;

/** Parameters of AWS Systems Manager as secrets, decrypted. */
public final class ParameterStore implements SecretStore {

  private final String prefix;
  private final AwsConnection connection;
  private final SsmClient client;

  /** Makes {@code secretstores.aws.parameterstore}. */
  public static final class Provider implements ComponentProvider<SecretStore> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<SecretStore> kind() {
      return SecretStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("secretstores.aws.parameterstore");
    }

    @Override
    public SecretStore create(ComponentContext context) {
      String prefix = context.metadata().property("prefix").text("");
      return new ParameterStore(prefix, AwsConnection.of(AwsSettings.of(context.metadata())));
    }
  }

  ParameterStore(String prefix, AwsConnection connection) {
    this.prefix = prefix;
    this.connection = connection;
    this.client = connection.client(SsmClient.builder());
  }

  @Override
  public @Nullable Map<String, String> get(String name, Map<String, String> metadata)
      throws InterruptedException {
    String version = metadata.getOrDefault("version_id", "");
    Parameter parameter = read(prefix + name + (version.isEmpty() ? "" : ':' + version));
    return parameter == null ? null : Map.of(withoutPrefix(parameter.name()), parameter.value());
  }

  private @Nullable Parameter read(String name) throws InterruptedException {
    return connection.call(
        "couldn't get secret",
        () -> {
          try {
            return client.getParameter(get -> get.name(name).withDecryption(true)).parameter();
          } catch (ParameterNotFoundException | ParameterVersionNotFoundException e) {
            return null;
          }
        });
  }

  private String withoutPrefix(String name) {
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  @Override
  public Map<String, Map<String, String>> getAll(Map<String, String> metadata)
      throws InterruptedException {
    var all = new LinkedHashMap<String, Map<String, String>>();
    DescribeParametersRequest request = first();
    while (request != null) {
      DescribeParametersRequest page = request;
      DescribeParametersResponse answer =
          connection.call("couldn't list secrets", () -> client.describeParameters(page));
      for (ParameterMetadata entry : answer.parameters()) {
        Parameter parameter = read(entry.name());
        if (parameter != null) {
          String name = withoutPrefix(entry.name());
          all.put(name, Map.of(name, parameter.value()));
        }
      }
      request =
          answer.nextToken() == null
              ? null
              : page.toBuilder().nextToken(answer.nextToken()).build();
    }
    return all;
  }

  private DescribeParametersRequest first() {
    DescribeParametersRequest.Builder request = DescribeParametersRequest.builder();
    if (!prefix.isEmpty()) {
      request.parameterFilters(
          ParameterStringFilter.builder().key("Name").option("BeginsWith").values(prefix).build());
    }
    return request.build();
  }

  @Override
  public void close() {
    if (!connection.isClosed()) {
      connection.close();
      client.close();
    }
  }
}
