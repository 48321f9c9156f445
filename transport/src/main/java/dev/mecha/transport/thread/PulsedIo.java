package dev.mecha.transport.thread;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import java.nio.channels.SelectableChannel;

/** The I/O of one event loop, with its pulse: what is done for each channel is a beat. */
final class PulsedIo implements IoHandler {

  private final IoHandler io;
  private final LoopPulse pulse;

  PulsedIo(IoHandler io, LoopPulse pulse) {
    this.io = io;
    this.pulse = pulse;
  }

  @Override
  public void initialize() {
    pulse.begin();
    io.initialize();
  }

  @Override
  public int run(IoHandlerContext context) {
    pulse.waits();
    int handled = io.run(context);
    // What follows are the tasks of the loop's queue. Once a second it looks without any reason.
    if (handled == 0 && context.canBlock()) {
      pulse.idles();
    } else {
      pulse.works();
    }
    return handled;
  }

  @Override
  public void prepareToDestroy() {
    io.prepareToDestroy();
  }

  @Override
  public void destroy() {
    io.destroy();
    pulse.waits();
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    return io.register(handle instanceof NioIoHandle nio ? new Handle(nio, pulse) : handle);
  }

  @Override
  public void wakeup() {
    io.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> type) {
    return io.isCompatible(type);
  }

  @SuppressWarnings("try") // Netty's interface says that closing may be interrupted
  private record Handle(NioIoHandle handle, LoopPulse pulse) implements NioIoHandle {

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
      pulse.works();
      handle.handle(registration, event);
    }

    @Override
    public void registered() {
      handle.registered();
    }

    @Override
    public void unregistered() {
      handle.unregistered();
    }

    @Override
    public SelectableChannel selectableChannel() {
      return handle.selectableChannel();
    }

    @Override
    public void close() throws Exception {
      handle.close();
    }
  }
}
