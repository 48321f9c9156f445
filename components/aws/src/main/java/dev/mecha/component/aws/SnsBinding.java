package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.SnsClient;

/** A topic of Amazon SNS, which carries a message with a subject to all who subscribed to it. */
public final class SnsBinding implements OutputBinding {

  private final String topic;
  private final AwsConnection connection;
  private final SnsClient client;

  /** Makes {@code bindings.aws.sns}. */
  public static final class Provider implements ComponentProvider<Binding> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.aws.sns");
    }

    @Override
    public Binding create(ComponentContext context) {
      String topic = context.metadata().property("topicArn").required();
      return new SnsBinding(topic, AwsConnection.of(AwsSettings.of(context.metadata())));
    }
  }

  SnsBinding(String topic, AwsConnection connection) {
    this.topic = topic;
    this.connection = connection;
    this.client = connection.client(SnsClient.builder());
  }

  @Override
  public List<String> operations() {
    return List.of("create");
  }

  @Override
  public @Nullable BindingResponse invoke(BindingRequest request) throws InterruptedException {
    Document wanted = Document.of(request.data(), "sns binding error: invalid data");
    String message = text(wanted.get("message"));
    String subject = text(wanted.get("subject"));
    connection.call(
        "publish to topic \"" + topic + '"',
        () ->
            client.publish(
                publication ->
                    publication
                        .topicArn(topic)
                        .message(message)
                        .subject(subject.isEmpty() ? null : subject)));
    return null;
  }

  /** A text as it is; all else as JSON. */
  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case String text -> text;
      case Map<?, ?> _, List<?> _ -> new String(Json.write(value), UTF_8);
      default -> value.toString();
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
