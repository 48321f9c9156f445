package dev.mecha.block.pubsub.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.mecha.block.pubsub.event.Event;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.observe.Buckets;
import dev.mecha.kernel.observe.LabelRules;
import dev.mecha.kernel.observe.Metrics;
import dev.mecha.kernel.observe.PubSubMetrics;
import dev.mecha.kernel.trace.SpanSink;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.kernel.trace.TracingOptions;
import dev.mecha.protocol.runtime.v1.AppCallbackAlphaGrpc;
import dev.mecha.protocol.runtime.v1.AppCallbackGrpc;
import dev.mecha.protocol.runtime.v1.TopicEventBulkRequest;
import dev.mecha.protocol.runtime.v1.TopicEventBulkResponse;
import dev.mecha.protocol.runtime.v1.TopicEventBulkResponseEntry;
import dev.mecha.protocol.runtime.v1.TopicEventRequest;
import dev.mecha.protocol.runtime.v1.TopicEventResponse;
import dev.mecha.protocol.runtime.v1.TopicEventResponse.TopicEventResponseStatus;
import dev.mecha.spi.pubsub.BulkEntry;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events for a gRPC application, many in a call. */
class GrpcAppEventsTest {

  private static final byte[] EVENT =
      """
      {"id":"e1","source":"s","type":"t","specversion":"1.0","datacontenttype":"text/plain",
       "data":"hello","tenant":"north"}
      """
          .getBytes(StandardCharsets.UTF_8);

  private final FakeCallbacks app = new FakeCallbacks();
  private final GrpcAppEvents events =
      new GrpcAppEvents(
          app,
          new PubSubMetrics(
              new Metrics("app", new LabelRules(List.of())), "", Buckets.latency(List.of(5L))),
          Tracer.OFF);

  /** An event, and bytes that are none. */
  private static BulkEvents two() throws Exception {
    return new BulkEvents(
        "delivery",
        "pubsub",
        "orders",
        "/bulk",
        List.of(
            new BulkEvents.Entry(
                new BulkEntry("1", EVENT, Map.of("k", "v"), null), Event.parse(EVENT)),
            new BulkEvents.Entry(new BulkEntry("2", new byte[] {7}, Map.of(), "image/x"), null)),
        Map.of("all", "true"));
  }

  private static TopicEventBulkResponse says(
      TopicEventBulkRequest request, TopicEventResponseStatus... statuses) {
    var answer = TopicEventBulkResponse.newBuilder();
    for (int i = 0; i < statuses.length; i++) {
      answer.addStatuses(
          TopicEventBulkResponseEntry.newBuilder()
              .setEntryId(request.getEntries(i).getEntryId())
              .setStatus(statuses[i]));
    }
    return answer.build();
  }

  @Test
  void eachEntryIsAnEventOrBytesAndGetsAnAnswer() throws Exception {
    app.on(
        AppCallbackGrpc.getOnBulkTopicEventMethod(),
        request -> says(request, TopicEventResponseStatus.RETRY, TopicEventResponseStatus.SUCCESS));
    assertThat(events.deliver(two()))
        .containsExactly(
            new BulkAnswer("1", BulkAnswer.Status.RETRY),
            new BulkAnswer("2", BulkAnswer.Status.SUCCESS));
    assertThat(app.calls).containsExactly("OnBulkTopicEvent");
    var request = (TopicEventBulkRequest) app.requests.getFirst();
    assertThat(request.getId()).isEqualTo("delivery");
    assertThat(request.getPubsubName()).isEqualTo("pubsub");
    assertThat(request.getTopic()).isEqualTo("orders");
    assertThat(request.getPath()).isEqualTo("/bulk");
    assertThat(request.getType()).isEqualTo("com.dapr.event.sent.bulk");
    assertThat(request.getMetadataMap()).containsEntry("all", "true");
    var event = request.getEntries(0);
    assertThat(event.getContentType()).isEqualTo("application/cloudevents+json");
    assertThat(event.getMetadataMap()).containsEntry("k", "v");
    assertThat(event.getCloudEvent().getId()).isEqualTo("e1");
    assertThat(event.getCloudEvent().getData().toStringUtf8()).isEqualTo("hello");
    assertThat(event.getCloudEvent().getExtensions().getFieldsOrThrow("tenant").getStringValue())
        .isEqualTo("north");
    assertThat(request.getEntries(1).getBytes().toByteArray()).containsExactly(7);
    assertThat(request.getEntries(1).getContentType()).isEqualTo("image/x");
  }

  @Test
  void applicationThatKnowsTheOlderNameIsCalledByIt() throws Exception {
    app.on(
        AppCallbackAlphaGrpc.getOnBulkTopicEventAlpha1Method(),
        request -> says(request, TopicEventResponseStatus.DROP, TopicEventResponseStatus.DROP));
    assertThat(events.deliver(two()))
        .extracting(BulkAnswer::status)
        .containsExactly(BulkAnswer.Status.DROP, BulkAnswer.Status.DROP);
    assertThat(app.calls).containsExactly("OnBulkTopicEvent", "OnBulkTopicEventAlpha1");
  }

  @Test
  void applicationThatKnowsNeitherGetsNothingAgain() throws Exception {
    assertThat(events.deliver(two()))
        .containsExactly(
            new BulkAnswer("1", BulkAnswer.Status.DROP),
            new BulkAnswer("2", BulkAnswer.Status.DROP));
  }

  @Test
  void failureOfTheApplicationBringsAllAgain() {
    app.failure = Status.UNAVAILABLE;
    assertThatExceptionOfType(RetryException.Coded.class)
        .isThrownBy(() -> events.deliver(two()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Status.Code.UNAVAILABLE.value()));
    assertThat(app.calls).containsExactly("OnBulkTopicEvent");
  }

  @Test
  void answerThatIsNotKnownIsAWishForMore() throws Exception {
    app.on(
        AppCallbackGrpc.getOnBulkTopicEventMethod(),
        request ->
            TopicEventBulkResponse.newBuilder()
                .addStatuses(
                    TopicEventBulkResponseEntry.newBuilder().setEntryId("1").setStatusValue(99))
                .build());
    assertThat(events.deliver(two())).containsExactly(new BulkAnswer("1", BulkAnswer.Status.RETRY));
  }

  private ByteString dataOf(String event) throws Exception {
    app.on(
        AppCallbackGrpc.getOnTopicEventMethod(),
        request -> TopicEventResponse.getDefaultInstance());
    byte[] json = event.getBytes(StandardCharsets.UTF_8);
    events.deliver(new AppEvent("pubsub", "orders", "/a", Event.parse(json), json, Map.of()));
    return ((TopicEventRequest) app.requests.getLast()).getData();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'datacontenttype':'application/json','data':{'a':1}} | {'a':1}",
        "{'datacontenttype':'text/plain','data':'text'}        | text",
        "{'datacontenttype':'image/x','data_base64':'aGk='}    | hi",
        "{'datacontenttype':'image/x','data':'text'}           | ''",
        "{'datacontenttype':'text/plain'}                      | ''",
      },
      quoteCharacter = '#')
  void dataIsWhatItsTypeSays(String event, String data) throws Exception {
    String expected = data.equals("''") ? "" : data.replace('\'', '"');
    assertThat(dataOf(event.replace('\'', '"')).toStringUtf8()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // what is done about traces, the event's trace, the header of its delivery
    "OFF,     00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-02, ''",
    "PASS_ON, 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-02,"
        + " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-02",
    "PASS_ON, 00-00000000000000000000000000000000-0000000000000000-00,"
        + " 00-00000000000000000000000000000000-0000000000000000-00",
    "PASS_ON, nonsense, 00-00000000000000000000000000000000-0000000000000000-00",
    "PASS_ON, '', 00-00000000000000000000000000000000-0000000000000000-00",
    "PASS_ON, none, ''",
  })
  void deliveryIsInTheTraceOfItsEvent(TracingOptions.Mode mode, String trace, String header)
      throws Exception {
    var tracer =
        new Tracer(
            new TracingOptions(mode, 0), SpanSink.NONE, InstantSource.system(), System::nanoTime);
    Event event = Event.parse(EVENT);
    if (!trace.equals("none")) {
      event.set(Event.TRACE_ID, trace);
    }
    var headers = new Headers();
    DeliverySpan.begin(tracer, "orders", event).addTo(headers);
    assertThat(Objects.requireNonNullElse(headers.first("traceparent"), "")).isEqualTo(header);
  }
}
