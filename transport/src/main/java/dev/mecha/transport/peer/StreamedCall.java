package dev.mecha.transport.peer;

import com.google.protobuf.UnsafeByteOperations;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.protocol.common.v1.StreamPayload;
import dev.mecha.protocol.internals.v1.InternalInvokeRequestStream;
import dev.mecha.protocol.internals.v1.InternalInvokeResponseStream;
import dev.mecha.protocol.internals.v1.ServiceInvocationGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * One call in pieces. What is there goes out at once; what still comes is sent by a virtual thread
 * of its own, so that an answer may come before the request has ended.
 */
final class StreamedCall {

  private final ClientCall<InternalInvokeRequestStream, InternalInvokeResponseStream> call;
  private final Replies<InternalInvokeResponseStream> answer;
  private final Body body;
  private @Nullable Thread sender;

  private StreamedCall(
      ClientCall<InternalInvokeRequestStream, InternalInvokeResponseStream> call, Body body) {
    this.call = call;
    this.answer = new Replies<>(call);
    this.body = body;
  }

  /** Begins it. The request's body is taken over. */
  static StreamedCall of(Channel channel, InvokeRequest request) throws InterruptedException {
    var call =
        new StreamedCall(
            channel.newCall(ServiceInvocationGrpc.getCallLocalStreamMethod(), CallOptions.DEFAULT),
            request.body());
    call.begin(request);
    return call;
  }

  private void begin(InvokeRequest request) throws InterruptedException {
    call.start(answer, PeerMessages.metadata(request));
    answer.ask();
    var first = InternalInvokeRequestStream.newBuilder().setRequest(PeerMessages.head(request));
    if (body.arrived()) {
      send(first);
    } else {
      call.sendMessage(first.build());
      sender = Thread.startVirtualThread(this::sendRest);
    }
  }

  private void sendRest() {
    try {
      send(InternalInvokeRequestStream.newBuilder());
    } catch (InterruptedException e) {
      call.cancel("the request was given up", e);
    } catch (BodyException e) {
      answer.requestBroke(e);
      call.cancel(e.getMessage(), e);
    }
  }

  /** Sends the whole of the body; the first piece shares a message with what is begun. */
  private void send(InternalInvokeRequestStream.Builder message) throws InterruptedException {
    try (body) {
      long seq = 0;
      for (byte[] piece = body.next(); piece != null; piece = body.next()) {
        message.setPayload(
            StreamPayload.newBuilder()
                .setData(UnsafeByteOperations.unsafeWrap(piece))
                .setSeq(seq++));
        answer.awaitReady();
        call.sendMessage(message.build());
        message.clear();
      }
      if (message.hasRequest()) {
        call.sendMessage(message.build());
      }
      call.halfClose();
    }
  }

  /**
   * Waits for the head of the answer.
   *
   * @return the answer, whose end is the end of the call
   * @throws UnreachableException if there is none
   */
  InvokeResponse await() throws InterruptedException {
    InternalInvokeResponseStream first;
    try {
      first = answer.first();
    } catch (InterruptedException | UnreachableException e) {
      end();
      throw e;
    }
    if (!first.getResponse().hasStatus()) {
      end();
      throw new UnreachableException(
          Status.Code.UNKNOWN,
          "response does not contain the required fields in the leading chunk");
    }
    InvokeResponse head = PeerMessages.response(first.getResponse(), Body.empty());
    return head.withBody(new AnswerBody(answer, first, length(head), this::end));
  }

  private static long length(InvokeResponse head) {
    String text = head.headers().first("Content-Length");
    try {
      return text == null ? Body.UNKNOWN : Math.max(Long.parseLong(text), Body.UNKNOWN);
    } catch (NumberFormatException e) {
      return Body.UNKNOWN;
    }
  }

  /** Gives up whatever is still under way. */
  private void end() {
    Thread sending = sender;
    if (sending != null) {
      sending.interrupt();
    }
    body.close();
    if (!answer.isOver()) {
      call.cancel("the answer was given up", null);
    }
  }
}
