package dev.mecha.tck.lock;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.tck.ComponentContexts;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Another process that takes a lock again and again, and says so. It can be paused, so that its
 * locks expire while it believes that it has them, and killed.
 */
final class Contender implements AutoCloseable {

  private static final long MOST_NANOS = Duration.ofMillis(20).toNanos();

  private final Process process;
  private final CountDownLatch holding = new CountDownLatch(1);
  private final Thread reader;

  private Contender(Process process, LockHistory history) {
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().name("contender").start(() -> read(history));
  }

  /**
   * Starts a process.
   *
   * @param fixture says which store
   * @param resource what it locks
   * @param owner who it is
   * @param expiry how long it asks for
   * @param forEver whether it keeps the first lock that it gets, and then waits for its end
   * @param history where what it says is written down
   */
  static Contender start(
      LockFixture fixture,
      String resource,
      String owner,
      Duration expiry,
      boolean forEver,
      LockHistory history) {
    ComponentContext context = fixture.context();
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Contender.class.getName());
    command.add(fixture.provider().getClass().getName());
    command.addAll(List.of(context.home().toString(), resource, owner));
    command.addAll(List.of(String.valueOf(expiry.toSeconds()), String.valueOf(forEver)));
    context.metadata().asMap().forEach((key, value) -> command.add(key + "=" + value));
    try {
      var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
      return new Contender(builder.start(), history);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(LockHistory history) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String[] held = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ");
        if (words[0].equals("has")) {
          held = words;
          holding.countDown();
        } else if (held != null) {
          record(history, held, Long.parseLong(words[1]));
          held = null;
        }
      }
      if (held != null) {
        record(history, held, Long.MAX_VALUE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void record(LockHistory history, String[] held, long givenBack) {
    history.held(
        held[1],
        Long.parseLong(held[2]),
        Long.parseLong(held[3]),
        Long.parseLong(held[4]),
        givenBack);
  }

  /** Waits until it has had the lock for the first time. */
  void awaitHolding() throws InterruptedException {
    holding.await();
  }

  /** Stops it where it is, or lets it go on. */
  void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    kill();
  }

  /** Ends it without a last word, and waits until all that it said is written down. */
  void kill() {
    // Through the handle: the process itself would also close the pipe from which we read on.
    process.toHandle().destroyForcibly();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @param arguments the provider, the home, the resource, the owner, the seconds, whether the
   *     first lock is kept, and the metadata
   */
  public static void main(String... arguments) throws Exception {
    var metadata = new HashMap<String, String>();
    for (int i = 6; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      metadata.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
    try (LockStore store = open(arguments[0], Path.of(arguments[1]), metadata)) {
      Duration expiry = Duration.ofSeconds(Long.parseLong(arguments[4]));
      var random = new Random();
      for (int i = 0; ; i++) {
        contend(store, arguments[2], arguments[3] + "-" + i, expiry, arguments[5].equals("true"));
        LockSupport.parkNanos(random.nextLong(MOST_NANOS / 4));
      }
    }
  }

  private static LockStore open(String provider, Path home, Map<String, String> metadata)
      throws Exception {
    ComponentProvider<?> maker =
        Class.forName(provider)
            .asSubclass(ComponentProvider.class)
            .getDeclaredConstructor()
            .newInstance();
    var context = ComponentContexts.of(maker.types().getFirst(), home).name("lockstore");
    return (LockStore) maker.create(context.metadata(metadata).context());
  }

  private static void contend(
      LockStore store, String resource, String owner, Duration expiry, boolean forEver)
      throws InterruptedException {
    try {
      long asked = System.nanoTime();
      if (store.tryLock(resource, owner, expiry)) {
        say("has " + owner + " " + asked + " " + System.nanoTime() + " " + expiry.toNanos());
        if (forEver) {
          new CountDownLatch(1).await();
        }
        LockSupport.parkNanos(new Random().nextLong(MOST_NANOS));
        say("gives " + System.nanoTime());
        store.unlock(resource, owner);
      }
    } catch (ComponentException e) {
      // An engine that is busy is asked again; the lock may be ours until it expires.
      return;
    }
  }

  /** One system call for each line: what is said has left the process. */
  private static void say(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }
}
