package dev.mecha.block.pubsub.subscribe;

import dev.mecha.kernel.observe.PubSubMetrics;
import dev.mecha.kernel.pipeline.GrpcStream;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.protocol.runtime.v1.SubscribeTopicEventsRequestAlpha1;
import dev.mecha.protocol.runtime.v1.SubscribeTopicEventsRequestProcessedAlpha1;
import dev.mecha.protocol.runtime.v1.SubscribeTopicEventsResponseAlpha1;
import dev.mecha.protocol.runtime.v1.TopicEventRequest;
import dev.mecha.protocol.runtime.v1.TopicEventResponse;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Events for an application that holds a stream open. Handlers put events into a queue; the thread
 * that carries the call sends them, for nobody else may wait on it.
 */
final class StreamEvents implements AppEvents {

  private final PubSubMetrics metrics;
  private final Tracer tracer;
  private final LinkedBlockingQueue<TopicEventRequest> outgoing = new LinkedBlockingQueue<>();
  private final ConcurrentHashMap<String, CompletableFuture<TopicEventResponse>> waiting =
      new ConcurrentHashMap<>();
  private volatile boolean ended;

  StreamEvents(PubSubMetrics metrics, Tracer tracer) {
    this.metrics = metrics;
    this.tracer = tracer;
  }

  @Override
  public Verdict deliver(AppEvent event) throws RetryException, InterruptedException {
    TopicEventRequest request = EventProto.of(event);
    DeliverySpan span = DeliverySpan.begin(tracer, event.topic(), event.event());
    var answer = new CompletableFuture<TopicEventResponse>();
    long begin = System.nanoTime();
    try {
      if (waiting.putIfAbsent(request.getId(), answer) != null) {
        throw new RetryException("event " + request.getId() + " is with the application already");
      }
      outgoing.add(request);
      TopicEventResponse said = await(answer);
      span.end();
      return Answers.judge(event, said, metrics, System.nanoTime() - begin);
    } finally {
      waiting.remove(request.getId(), answer);
    }
  }

  private TopicEventResponse await(CompletableFuture<TopicEventResponse> answer)
      throws RetryException, InterruptedException {
    if (ended) {
      throw new RetryException("stream closed");
    }
    try {
      return answer.get();
    } catch (ExecutionException | CancellationException e) {
      throw new RetryException("stream closed");
    }
  }

  @Override
  public List<BulkAnswer> deliver(BulkEvents bulk) throws RetryException {
    throw new RetryException("streams take events one by one");
  }

  /** Sends what handlers bring until the stream ends. */
  void send(
      GrpcStream<SubscribeTopicEventsRequestAlpha1, SubscribeTopicEventsResponseAlpha1> stream)
      throws InterruptedException {
    while (!ended) {
      TopicEventRequest next = outgoing.take();
      if (!ended) {
        stream.send(SubscribeTopicEventsResponseAlpha1.newBuilder().setEventMessage(next).build());
      }
    }
  }

  /** Takes what the application says of an event. */
  void answered(SubscribeTopicEventsRequestProcessedAlpha1 processed) {
    @Nullable CompletableFuture<TopicEventResponse> answer = waiting.get(processed.getId());
    if (answer != null) {
      answer.complete(processed.getStatus());
    }
  }

  /** Ends everything that waits. */
  void end() {
    ended = true;
    waiting.values().forEach(answer -> answer.cancel(false));
    outgoing.add(TopicEventRequest.getDefaultInstance());
  }
}
