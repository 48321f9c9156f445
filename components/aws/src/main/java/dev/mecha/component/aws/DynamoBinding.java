package dev.mecha.component.aws;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A table of Amazon DynamoDB into which JSON objects are written as items. */
public final class DynamoBinding implements OutputBinding {

  private final String table;
  private final AwsConnection connection;
  private final DynamoDbClient client;

  /** Makes {@code bindings.aws.dynamodb}. */
  public static final class Provider implements ComponentProvider<Binding> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.aws.dynamodb");
    }

    @Override
    public Binding create(ComponentContext context) {
      String table = context.metadata().property("table").required();
      return new DynamoBinding(table, AwsConnection.of(AwsSettings.of(context.metadata())));
    }
  }

  DynamoBinding(String table, AwsConnection connection) {
    this.table = table;
    this.connection = connection;
    this.client = connection.client(DynamoDbClient.builder());
  }

  @Override
  public List<String> operations() {
    return List.of("create");
  }

  @Override
  public @Nullable BindingResponse invoke(BindingRequest request) throws InterruptedException {
    Map<String, AttributeValue> item =
        attributes(Document.of(request.data(), "dynamodb binding error: invalid data").fields());
    connection.call(
        "write to table \"" + table + '"',
        () -> client.putItem(put -> put.tableName(table).item(item)));
    return null;
  }

  private static Map<String, AttributeValue> attributes(Map<?, ?> fields) {
    var attributes = new LinkedHashMap<String, AttributeValue>();
    fields.forEach((name, value) -> attributes.put(String.valueOf(name), attribute(value)));
    return attributes;
  }

  private static AttributeValue attribute(@Nullable Object value) {
    return switch (value) {
      case null -> AttributeValue.fromNul(true);
      case String text -> AttributeValue.fromS(text);
      case Boolean flag -> AttributeValue.fromBool(flag);
      case Map<?, ?> fields -> AttributeValue.fromM(attributes(fields));
      case List<?> items ->
          AttributeValue.fromL(items.stream().map(DynamoBinding::attribute).toList());
      default -> AttributeValue.fromN(value.toString());
    };
  }

  @Override
  public void close() {
    if (!connection.isClosed()) {
      connection.close();
      client.close();
    }
  }
}
