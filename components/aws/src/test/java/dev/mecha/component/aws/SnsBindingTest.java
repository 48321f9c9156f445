package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.OutputBindingTck;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class SnsBindingTest extends OutputBindingTck {

  private final String name = "topic-" + UUID.randomUUID();
  private final SqsClient sqs = AwsServers.cloud().connection().client(SqsClient.builder());
  private String topic;
  private String queue;

  @BeforeEach
  void makeTopicAndQueue() {
    SnsClient sns = AwsServers.cloud().connection().client(SnsClient.builder());
    topic = sns.createTopic(request -> request.name(name)).topicArn();
    queue = sqs.createQueue(request -> request.queueName(name)).queueUrl();
    String arn =
        sqs.getQueueAttributes(
                request -> request.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    sns.subscribe(request -> request.topicArn(topic).protocol("sqs").endpoint(arn));
  }

  @Override
  protected ComponentProvider<Binding> provider() {
    return new SnsBinding.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return metadata(topic);
  }

  private static Map<String, String> metadata(String arn) {
    var metadata = new HashMap<String, String>(AwsServers.cloud().metadata());
    metadata.put("topicArn", arn);
    return metadata;
  }

  @Override
  protected BindingRequest request() {
    return new BindingRequest(
        "create", "{\"message\": \"m\", \"subject\": \"s\"}".getBytes(UTF_8), Map.of());
  }

  @Override
  protected BindingRequest refusedRequest() {
    return new BindingRequest("create", "no JSON".getBytes(UTF_8), Map.of());
  }

  private Document received() {
    String body =
        sqs.receiveMessage(request -> request.queueUrl(queue)).messages().getFirst().body();
    return Document.of(body.getBytes(UTF_8), "message");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"message\": \"ü <&>\", \"subject\": \"greetings\"}|ü <&>|greetings",
        "{\"Message\": {\"a\": [1.50, null]}, \"SUBJECT\": 7}|{\"a\":[1.50,null]}|7",
        "{\"message\": true}|true|"
      })
  void publishesMessageAndSubject(String data, String message, String subject) throws Exception {
    OutputBinding binding = open();
    assertThat(ask(binding, "create", data, Map.of())).isNull();
    Document received = received();
    assertThat(received.text("Message")).isEqualTo(message);
    assertThat(received.text("Subject")).isEqualTo(subject);
    assertThat(received.text("TopicArn")).isEqualTo(topic);
  }

  @Test
  void saysWhatItExpected() throws Exception {
    OutputBinding binding = open();
    assertThatThrownBy(() -> ask(binding, "create", "[1]", Map.of()))
        .isInstanceOf(ComponentException.class)
        .hasMessage("sns binding error: invalid data: 3 bytes (expected: a JSON object)");
  }

  @Test
  void saysThatTheTopicIsMissing() throws Exception {
    String absent = topic + "-absent";
    Binding binding =
        provider()
            .create(
                ComponentContexts.of("bindings.aws.sns", folder)
                    .metadata(metadata(absent))
                    .context());
    assertThatThrownBy(
            () -> ask((OutputBinding) binding, "create", "{\"message\": \"m\"}", Map.of()))
        .isInstanceOf(ComponentException.class)
        .hasMessageStartingWith("publish to topic \"%s\": NotFound: ".formatted(absent));
    binding.close();
  }

  @Test
  void wantsATopic() {
    assertThatThrownBy(
            () ->
                provider()
                    .create(
                        ComponentContexts.of("bindings.aws.sns", folder)
                            .metadata(Map.of("region", "us-east-1"))
                            .context()))
        .hasMessage("topicArn: missing (expected: a value)");
  }
}
