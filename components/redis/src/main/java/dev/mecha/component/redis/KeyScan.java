package dev.mecha.component.redis;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.KeysPage;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lists keys by walking over all of the database, as the engine has no order of keys: it takes time
 * that grows with the database, in small steps between which the server serves others. Pages are in
 * the order of the keys' characters; a page's token is its last key, so that keys which come or go
 * do not shift the pages.
 */
final class KeyScan {

  private static final int STEP = 1000;

  private final Supplier<Link> link;
  private final Calls calls;

  KeyScan(Supplier<Link> link, Calls calls) {
    this.link = link;
    this.calls = calls;
  }

  /**
   * @return all keys of the database that were there from the beginning of the walk to its end
   * @throws ComponentException if the server cannot be asked
   * @throws InterruptedException if the calling thread is interrupted
   */
  List<String> all() throws InterruptedException {
    var found = new LinkedHashSet<String>();
    var args = ScanArgs.Builder.limit(STEP);
    ScanCursor cursor = ScanCursor.INITIAL;
    while (!cursor.isFinished()) {
      ScanCursor from = cursor;
      KeyScanCursor<String> step = calls.read(link, server -> server.commands().scan(from, args));
      found.addAll(step.getKeys());
      cursor = step;
    }
    return List.copyOf(found);
  }

  /**
   * @param pattern not empty
   * @param limit the most keys, or 0 for all
   * @param after the last key of the page before, or null
   * @return the page
   * @throws ComponentException if the server cannot be asked
   * @throws InterruptedException if the calling thread is interrupted
   */
  KeysPage page(LikePattern pattern, int limit, @Nullable String after)
      throws InterruptedException {
    var found = new TreeSet<String>();
    var args = ScanArgs.Builder.limit(STEP).match(pattern.glob(), StandardCharsets.UTF_8);
    ScanCursor cursor = ScanCursor.INITIAL;
    while (!cursor.isFinished()) {
      ScanCursor from = cursor;
      KeyScanCursor<String> step = calls.read(link, server -> server.commands().scan(from, args));
      for (String key : step.getKeys()) {
        if ((after == null || key.compareTo(after) > 0) && pattern.matches(key)) {
          found.add(key);
        }
        if (limit > 0 && found.size() > limit + 1) {
          found.pollLast();
        }
      }
      cursor = step;
    }
    boolean more = limit > 0 && found.size() > limit;
    if (more) {
      found.pollLast();
    }
    return new KeysPage(List.copyOf(found), more ? found.last() : null);
  }
}
