package dev.mecha.transport;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Follows every Netty buffer that the tests of a class make, and fails if one is forgotten. */
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback {

  private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

  @Override
  public void beforeAll(ExtensionContext context) {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + "\n" + records));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    // Forgotten buffers are told of when another one is made after they have been collected.
    for (int i = 0; i < 3; i++) {
      System.gc();
      PooledByteBufAllocator.DEFAULT.buffer(16).release();
    }
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
    if (!leaks.isEmpty()) {
      throw new AssertionError("forgotten buffers: " + leaks);
    }
  }
}
