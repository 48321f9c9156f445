package dev.mecha.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.mecha.protocol.runtime.v1.AppcallbackProto;
import dev.mecha.protocol.runtime.v1.DaprProto;
import io.dapr.v1.DaprAppCallbackProtos;
import io.dapr.v1.DaprProtos;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the official Java SDK can say, we understand, and the other way round.
 *
 * <p>The SDK's generated classes and ours live in one JVM here, as they do in an embedded sidecar.
 * Ours may say more than the SDK's, never less.
 */
class SdkWireCompatibilityTest {

  private static final Contract THEIRS =
      Contract.of(DaprProtos.getDescriptor(), DaprAppCallbackProtos.getDescriptor());
  private static final Contract OURS =
      Contract.of(DaprProto.getDescriptor(), AppcallbackProto.getDescriptor());

  static Stream<Descriptor> messages() {
    return THEIRS.messages().values().stream();
  }

  static Stream<EnumDescriptor> enums() {
    return THEIRS.enums().values().stream();
  }

  static Stream<ServiceDescriptor> services() {
    return THEIRS.services().values().stream();
  }

  @Test
  void comparesTheWholeApi() {
    assertThat(THEIRS.messages()).hasSizeGreaterThan(100);
    assertThat(THEIRS.enums()).hasSizeGreaterThan(5);
    assertThat(THEIRS.services()).hasSize(4);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyFieldIsTheSame(Descriptor theirs) {
    Descriptor ours = OURS.messages().get(theirs.getFullName());

    assertThat(ours).as("message %s", theirs.getFullName()).isNotNull();
    assertThat(Contract.fields(ours)).containsAllEntriesOf(Contract.fields(theirs));
  }

  @ParameterizedTest
  @MethodSource("enums")
  void everyEnumValueIsTheSame(EnumDescriptor theirs) {
    EnumDescriptor ours = OURS.enums().get(theirs.getFullName());

    assertThat(ours).as("enum %s", theirs.getFullName()).isNotNull();
    assertThat(Contract.values(ours)).containsAllEntriesOf(Contract.values(theirs));
  }

  @ParameterizedTest
  @MethodSource("services")
  void everyCallIsTheSame(ServiceDescriptor theirs) {
    ServiceDescriptor ours = OURS.services().get(theirs.getFullName());

    assertThat(ours).as("service %s", theirs.getFullName()).isNotNull();
    assertThat(Contract.calls(ours)).containsAllEntriesOf(Contract.calls(theirs));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyMessageSurvivesTheRoundTrip(Descriptor theirs) throws InvalidProtocolBufferException {
    assertThat(Specimens.choices(theirs)).isLessThanOrEqualTo(Specimens.VARIANTS);
    Message theirPrototype = Contract.prototype(theirs);
    Message ourPrototype = Contract.prototype(OURS.messages().get(theirs.getFullName()));

    for (Message sent : Specimens.of(theirPrototype).toList()) {
      Message received = ourPrototype.getParserForType().parseFrom(sent.toByteString());
      Message returned = theirPrototype.getParserForType().parseFrom(received.toByteString());

      assertThat(messagesIn(received)).allMatch(SdkWireCompatibilityTest::isKnownWhole);
      assertThat(returned).isEqualTo(sent);
    }
  }

  private static boolean isKnownWhole(Message message) {
    return message.getUnknownFields().asMap().isEmpty();
  }

  private static Stream<Message> messagesIn(Message message) {
    Stream<Message> children =
        message.getAllFields().entrySet().stream()
            .filter(entry -> entry.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE)
            .map(Map.Entry::getValue)
            .flatMap(value -> value instanceof List<?> list ? list.stream() : Stream.of(value))
            .map(Message.class::cast)
            .flatMap(SdkWireCompatibilityTest::messagesIn);
    return Stream.concat(Stream.of(message), children);
  }
}
