package dev.mecha.transport.thread;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;

/**
 * Allocates from Netty's pool, except for virtual threads, which get memory of the heap.
 *
 * <p>The pool has locks within locks. A virtual thread that waits for the inner one gives way to
 * its event loop, and keeps the outer one: when the event loop then needs a buffer, it waits for a
 * thread that only it could carry on, for ever.
 */
public final class RequestAllocator extends AbstractByteBufAllocator {

  /** The one for all connections whose calls are carried by event loops. */
  public static final ByteBufAllocator INSTANCE = new RequestAllocator();

  private static final ByteBufAllocator POOL = PooledByteBufAllocator.DEFAULT;
  private static final ByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

  private RequestAllocator() {
    super(true);
  }

  private static boolean mayGiveWay() {
    return Thread.currentThread().isVirtual();
  }

  @Override
  public ByteBuf buffer() {
    return mayGiveWay() ? HEAP.heapBuffer() : POOL.directBuffer();
  }

  @Override
  public ByteBuf buffer(int initialCapacity) {
    return mayGiveWay() ? HEAP.heapBuffer(initialCapacity) : POOL.directBuffer(initialCapacity);
  }

  @Override
  public ByteBuf buffer(int initialCapacity, int maxCapacity) {
    return mayGiveWay()
        ? HEAP.heapBuffer(initialCapacity, maxCapacity)
        : POOL.directBuffer(initialCapacity, maxCapacity);
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return (mayGiveWay() ? HEAP : POOL).heapBuffer(initialCapacity, maxCapacity);
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    return (mayGiveWay() ? HEAP : POOL).directBuffer(initialCapacity, maxCapacity);
  }

  @Override
  public boolean isDirectBufferPooled() {
    return true;
  }
}
