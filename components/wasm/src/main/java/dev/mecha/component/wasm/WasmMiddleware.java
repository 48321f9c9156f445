package dev.mecha.component.wasm;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows requests and answers to a guest that follows http-wasm's HTTP handler ABI. */
public final class WasmMiddleware implements HttpMiddleware {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.middleware.http.wasm");

  private final Pool<HttpGuest> guests;

  /** Makes middleware of the type {@code middleware.http.wasm}. */
  public static final class Provider extends WasmProvider {

    /** For the service loader. */
    public Provider() {
      super("wasm");
    }

    @Override
    public HttpMiddleware create(ComponentContext context) throws InterruptedException {
      return new WasmMiddleware(context.metadata());
    }
  }

  WasmMiddleware(ComponentMetadata metadata) throws InterruptedException {
    String url = metadata.property("url").required();
    WasmModule module = WasmSource.parse(url, WasmSource.load(url));
    byte[] config = metadata.property("guestConfig").text("").getBytes(StandardCharsets.UTF_8);
    Sandbox sandbox =
        metadata.property("strictSandbox").flag(false) ? Sandbox.STRICT : Sandbox.OPEN;
    try {
      this.guests = new Pool<>(() -> new HttpGuest(module, config, sandbox));
    } catch (ChicoryException | GuestException e) {
      throw new ComponentException(
          url + ": no guest of http-wasm's HTTP handler ABI: " + e.getMessage(), e);
    }
  }

  @Override
  public Verdict handle(HttpRequest request) throws InterruptedException {
    HttpGuest guest = guests.take();
    try {
      if (guest.begin(request)) {
        return Verdict.pass(guest.visit().passed(), new Return(guest));
      }
      HttpAnswer answer = guest.visit().answer();
      guest.reset();
      guests.give(guest);
      return Verdict.answer(answer);
    } catch (ChicoryException | GuestException e) {
      rethrowIfCancelled();
      LOG.error("The guest failed", e);
      guest.reset();
      return Verdict.answer(HttpAnswer.ofStatus(500));
    }
  }

  private static void rethrowIfCancelled() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** A guest that waits for the answer. It is used again only if it has seen one. */
  private final class Return implements Verdict.Aftermath {

    private final AtomicReference<@Nullable HttpGuest> waiting;

    Return(HttpGuest guest) {
      this.waiting = new AtomicReference<>(guest);
    }

    @Override
    public HttpAnswer answered(HttpAnswer came) throws InterruptedException {
      HttpGuest guest = Objects.requireNonNull(waiting.getAndSet(null));
      try {
        HttpAnswer answer = guest.finish(came);
        guest.reset();
        guests.give(guest);
        return answer;
      } catch (ChicoryException | GuestException e) {
        rethrowIfCancelled();
        LOG.error("The guest failed", e);
        guest.reset();
        return HttpAnswer.ofStatus(500);
      }
    }
  }

  @Override
  public void close() {
    // instances are memory only
  }
}
