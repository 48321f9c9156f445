package dev.mecha.transport.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who gets memory from where. */
class RequestAllocatorTest {

  @Test
  void virtualThreadsTakeNothingFromThePool() throws InterruptedException {
    var taken = new AtomicReference<ByteBuf>();
    Thread.ofVirtual().start(() -> taken.set(RequestAllocator.INSTANCE.buffer(1000, 1000))).join();
    ByteBuf buffer = taken.get();
    assertThat(buffer.hasArray()).isTrue();
    assertThat(buffer.alloc()).isNotSameAs(PooledByteBufAllocator.DEFAULT);
    buffer.release();
  }

  @Test
  void otherThreadsTakeItFromThePool() {
    ByteBuf buffer = RequestAllocator.INSTANCE.buffer(1000, 1000);
    assertThat(buffer.isDirect()).isTrue();
    assertThat(buffer.alloc()).isSameAs(PooledByteBufAllocator.DEFAULT);
    buffer.release();
  }
}
