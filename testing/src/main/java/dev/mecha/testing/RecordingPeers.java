package dev.mecha.testing;

import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.PeerChannel;

/** Records which other applications are called. */
final class RecordingPeers implements PeerChannel {

  private final PeerChannel inner;
  private final Recordings recordings;

  RecordingPeers(PeerChannel inner, Recordings recordings) {
    this.inner = inner;
    this.recordings = recordings;
  }

  @Override
  public InvokeResponse invoke(Peer peer, InvokeRequest request) throws InterruptedException {
    RecordedBody body = RecordedBody.of(request.body());
    InvokeResponse response = inner.invoke(peer, request.withBody(body.again()));
    recordings.invoked(
        new Invocation(peer.appId(), request.verb(), request.method(), body.bytes()));
    return response;
  }

  @Override
  public void reconnect(Peer peer) {
    inner.reconnect(peer);
  }
}
