package dev.mecha.transport.app;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.transport.flow.Inlet;
import io.netty.buffer.Unpooled;
import io.netty.util.AttributeKey;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Runs on the caller's thread; the wire is the event loop's. */
final class HttpCall {

  /** HTTP/2 for: the answer is not wanted any more. */
  private static final long CANCEL = 8;

  private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(HttpCall.class, "used");

  private final LoopClients clients;
  private final RequestOptions options;
  private final OutgoingRequest outgoing;
  private final CallFailure failures;

  HttpCall(
      LoopClients clients, RequestOptions options, OutgoingRequest outgoing, CallFailure failures) {
    this.clients = clients;
    this.options = options;
    this.outgoing = outgoing;
    this.failures = failures;
  }

  /** What has come of an answer when its head is there. */
  private record Answer(HttpClientResponse head, Inlet body) {}

  /**
   * Sends the request and waits for the head of the answer.
   *
   * @throws DeadConnectionException if the connection was dead before
   * @throws InterruptedException if the caller was interrupted
   */
  InvokeResponse run() throws DeadConnectionException, InterruptedException {
    HttpClientRequest request = begin();
    boolean dated =
        LoopClients.channel(request.connection()).attr(USED).getAndSet(Boolean.TRUE) != null;
    // Only to keep Vert.x from logging it: the answer's future fails too.
    request.exceptionHandler(e -> {});
    var answer = new CompletableFuture<Answer>();
    request.response().onComplete(done -> take(done, answer));
    BodySender sender = null;
    boolean answered = false;
    try {
      sender = send(request);
      Answer got = answer.get();
      answered = true;
      return response(request, got, sender);
    } catch (ExecutionException e) {
      throw failed(causeOf(e), dated);
    } finally {
      if (!answered) {
        giveUp(request, sender);
      }
    }
  }

  private HttpClientRequest begin() throws InterruptedException {
    Future<HttpClientRequest> begun = clients.begin(options);
    try {
      return begun.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw failures.of(causeOf(e));
    } catch (InterruptedException e) {
      begun.onSuccess(unwanted -> unwanted.reset(CANCEL));
      throw e;
    }
  }

  private static Throwable causeOf(ExecutionException e) {
    return e.getCause() == null ? e : e.getCause();
  }

  private static void giveUp(HttpClientRequest request, @Nullable BodySender sender) {
    request.reset(CANCEL);
    if (sender != null) {
      sender.stop();
    }
  }

  private RuntimeException failed(Throwable cause, boolean dated) throws DeadConnectionException {
    if (dated && (cause instanceof HttpClosedException || cause instanceof IOException)) {
      throw new DeadConnectionException(cause);
    }
    return failures.of(cause);
  }

  /** Sends the head, and the body too if it is there; otherwise begins to send it. */
  private @Nullable BodySender send(HttpClientRequest request) throws InterruptedException {
    Body body = outgoing.call().body();
    try {
      outgoing.headers().forEach(request.headers()::add);
      long length = body.length();
      if (length >= 0 && outgoing.announced()) {
        request.putHeader("Content-Length", Long.toString(length));
      }
      if (body.arrived()) {
        byte[] bytes = body.readAll();
        body.close();
        if (bytes.length == 0) {
          request.end();
        } else {
          request.end(BufferInternal.buffer(Unpooled.wrappedBuffer(bytes)));
        }
        return null;
      }
      if (length < 0 && request.version() != HttpVersion.HTTP_2) {
        request.setChunked(true);
      }
    } catch (IllegalArgumentException e) {
      throw failures.malformed(e);
    }
    request.writeHead();
    return BodySender.start(request, body);
  }

  /** On the event loop: whatever follows the head must find the inlet in place. */
  private static void take(AsyncResult<HttpClientResponse> done, CompletableFuture<Answer> answer) {
    if (done.failed()) {
      answer.completeExceptionally(done.cause());
      return;
    }
    HttpClientResponse head = done.result();
    var inlet = new Inlet(head, 0);
    head.handler(inlet::add)
        .endHandler(end -> inlet.end())
        .exceptionHandler(e -> inlet.breakOff(new BodyException("unexpected EOF", e)));
    answer.complete(new Answer(head, inlet));
  }

  private InvokeResponse response(
      HttpClientRequest request, Answer answer, @Nullable BodySender sender) {
    int status = answer.head().statusCode();
    boolean bodiless = status == 204 || status == 304 || outgoing.call().verb().equals("HEAD");
    var body = new AnswerBody(request, answer.body(), sender, AnswerHeaders.length(answer.head()));
    return InvokeResponse.http(
        status, AnswerHeaders.of(answer.head(), bodiless), bodiless ? body.unsent() : body);
  }
}
