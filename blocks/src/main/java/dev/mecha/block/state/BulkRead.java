package dev.mecha.block.state;

import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Reads many keys: at once where the store can, else several at a time. */
final class BulkRead {

  private BulkRead() {}

  static List<BulkItem> inOrder(StateStore store, List<GetRequest> requests, int parallelism)
      throws InterruptedException {
    List<BulkItem> items =
        store.features().contains(StateFeature.BULK_GET) || requests.size() == 1
            ? store.bulkGet(requests)
            : oneByOne(store, requests, parallelism);
    Map<String, BulkItem> byKey = HashMap.newHashMap(items.size());
    items.forEach(item -> byKey.put(item.key(), item));
    return requests.stream()
        .map(request -> byKey.getOrDefault(request.key(), new BulkItem(request.key(), null, null)))
        .toList();
  }

  private static List<BulkItem> oneByOne(
      StateStore store, List<GetRequest> requests, int parallelism) throws InterruptedException {
    var permits = new Semaphore(parallelism <= 0 ? requests.size() : parallelism);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reads = new ArrayList<Future<List<BulkItem>>>(requests.size());
      for (GetRequest request : requests) {
        permits.acquire();
        reads.add(threads.submit(releasing(permits, () -> store.bulkGet(List.of(request)))));
      }
      try {
        var items = new ArrayList<BulkItem>(requests.size());
        for (Future<List<BulkItem>> read : reads) {
          items.addAll(get(read));
        }
        return items;
      } finally {
        // Nothing is left to wait for unless one failed or the caller went away: then the rest is
        // in vain.
        threads.shutdownNow();
      }
    }
  }

  private static <T> Callable<T> releasing(Semaphore permits, Callable<T> call) {
    return () -> {
      try {
        return call.call();
      } finally {
        permits.release();
      }
    };
  }

  private static <T> T get(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (Objects.requireNonNull(e.getCause())) {
        case RuntimeException cause -> throw cause;
        case InterruptedException cause -> throw cause;
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
