package dev.mecha.transport.link;

import io.grpc.Status;
import io.netty.buffer.ByteBuf;

/** One side of a call, as its link sees it. Everything happens on the link's event loop. */
interface LinkCall {

  /**
   * Takes a frame.
   *
   * @param type what it says
   * @param payload what follows; not to be kept
   */
  void receive(FrameType type, ByteBuf payload);

  /** The link is gone. */
  void broken(Status why);
}
