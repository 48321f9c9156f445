package dev.mecha.transport;

import dev.mecha.transport.thread.DefaultThreads;
import dev.mecha.transport.thread.EventLoopThreads;
import dev.mecha.transport.thread.EventLoops;
import dev.mecha.transport.thread.RequestThreads;

/** The two ways in which requests are carried; everything has to be right in both. */
public enum ThreadMode {
  EVENT_LOOP {
    @Override
    public RequestThreads threads() {
      return new EventLoopThreads();
    }
  },
  DEFAULT {
    @Override
    public RequestThreads threads() {
      return new DefaultThreads();
    }
  };

  /** Makes the threads. */
  public abstract RequestThreads threads();

  /** Starts two event loops with them. */
  public EventLoops loops() {
    return new EventLoops(2, threads());
  }
}
