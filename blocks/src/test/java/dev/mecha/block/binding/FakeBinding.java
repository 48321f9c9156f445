package dev.mecha.block.binding;

import static java.util.Objects.requireNonNull;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.EventHandler;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.spi.binding.Reading;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A binding both ways that remembers what it is asked, and brings what it is told to. */
final class FakeBinding implements InputBinding, OutputBinding {

  private static final int MANY = 100;

  final List<BindingRequest> requests = new CopyOnWriteArrayList<>();
  final List<String> life = new CopyOnWriteArrayList<>();
  @Nullable BindingResponse response = new BindingResponse(new byte[0], Map.of());
  @Nullable ComponentException failure;
  private final Set<Thread> atWork = ConcurrentHashMap.newKeySet();
  private final Semaphore inHand = new Semaphore(MANY);
  private volatile @Nullable EventHandler handler;

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public List<String> operations() {
    return List.of("create", "get");
  }

  @Override
  public @Nullable BindingResponse invoke(BindingRequest request) {
    requests.add(request);
    if (failure != null) {
      throw failure;
    }
    return response;
  }

  @Override
  public Reading read(EventHandler taker) {
    life.add("read");
    handler = taker;
    var ended = new AtomicBoolean();
    return () -> {
      awaitHandlers();
      if (ended.compareAndSet(false, true)) {
        life.add("end");
        handler = null;
      }
    };
  }

  private void awaitHandlers() {
    try {
      inHand.acquire(MANY);
    } catch (InterruptedException e) {
      atWork.forEach(Thread::interrupt);
      inHand.acquireUninterruptibly(MANY);
      Thread.currentThread().interrupt();
    }
    inHand.release(MANY);
  }

  boolean reads() {
    return handler != null;
  }

  byte[] bring(byte[] data, Map<String, String> metadata)
      throws DeliveryException, InterruptedException {
    inHand.acquire();
    atWork.add(Thread.currentThread());
    try {
      return requireNonNull(handler).handle(new InputEvent(data, metadata));
    } finally {
      atWork.remove(Thread.currentThread());
      inHand.release();
    }
  }

  @Override
  public void close() {
    life.add("close");
  }
}
