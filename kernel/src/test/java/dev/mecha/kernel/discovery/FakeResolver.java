package dev.mecha.kernel.discovery;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceNotFoundException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers what the test says, and counts. */
final class FakeResolver implements NameResolver {

  final AtomicInteger calls = new AtomicInteger();
  volatile List<String> addresses;
  volatile boolean broken;
  volatile boolean closed;
  volatile @Nullable CountDownLatch gate;

  FakeResolver(String... addresses) {
    this.addresses = List.of(addresses);
  }

  @Override
  public List<String> resolve(ResolveRequest request) throws InterruptedException {
    calls.incrementAndGet();
    CountDownLatch closedGate = gate;
    if (closedGate != null) {
      closedGate.await();
    }
    if (broken) {
      throw new ComponentException("the registry is down");
    }
    if (addresses.isEmpty()) {
      throw new ServiceNotFoundException("couldn't find service: " + request.appId());
    }
    return addresses;
  }

  @Override
  public void close() {
    closed = true;
  }
}
