package dev.mecha.transport.peer;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.PeerChannel;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.protocol.internals.v1.ServiceInvocationGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ClientCalls;

/**
 * Calls other sidecars, Mecha's or the peer's. Bodies go in pieces; a sidecar that does not know
 * pieces yet is called with one message.
 */
public final class GrpcPeerChannel implements PeerChannel {

  private final PeerConnections connections;

  /**
   * @param connections to the sidecars; closed by the caller
   */
  public GrpcPeerChannel(PeerConnections connections) {
    this.connections = connections;
  }

  @Override
  public InvokeResponse invoke(Peer peer, InvokeRequest request) throws InterruptedException {
    Channel channel = connections.to(peer.address());
    if (!request.body().arrived()) {
      return StreamedCall.of(channel, request).await();
    }
    byte[] body = request.body().readAll();
    try {
      return StreamedCall.of(channel, request.withBody(Body.of(body))).await();
    } catch (UnreachableException e) {
      if (e.code() != Status.Code.UNIMPLEMENTED) {
        throw e;
      }
      return whole(channel, request, body);
    }
  }

  private static InvokeResponse whole(Channel channel, InvokeRequest request, byte[] body)
      throws InterruptedException {
    try {
      return PeerMessages.response(
          ClientCalls.blockingV2UnaryCall(
              channel,
              ServiceInvocationGrpc.getCallLocalMethod(),
              CallOptions.DEFAULT,
              PeerMessages.whole(request, body)));
    } catch (StatusException e) {
      throw unreachable(e.getStatus());
    }
  }

  static UnreachableException unreachable(Status status) {
    String description = status.getDescription();
    Throwable cause = status.getCause();
    String text = description == null ? "" : description;
    if (cause != null && cause.getMessage() != null) {
      text = text.isEmpty() ? cause.getMessage() : text + ": " + cause.getMessage();
    }
    return new UnreachableException(status.getCode(), text);
  }

  @Override
  public void reconnect(Peer peer) {
    connections.drop(peer.address());
  }
}
