package dev.mecha.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpBody;
import dev.mecha.spi.middleware.HttpHeaders;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of {@link HttpMiddleware} as a suite: extend it in the component's module, and say
 * which requests it lets through and which it answers itself.
 */
@Timeout(60)
public abstract class HttpMiddlewareTck {

  private static final int REQUESTS = 50;

  /** A folder of this test, made before {@link #metadata()} is asked. */
  @TempDir protected Path folder;

  /**
   * @return a new instance of what makes the middleware
   */
  protected abstract ComponentProvider<HttpMiddleware> provider();

  /**
   * @return the configuration
   * @throws Exception if the test fails
   */
  protected abstract Map<String, String> metadata() throws Exception;

  /**
   * @return a new request that the middleware lets through, at least a hundred times in a second
   * @throws Exception if the test fails
   */
  protected abstract HttpRequest accepted() throws Exception;

  /**
   * @return a new request that the middleware answers itself, or null if it answers none
   * @throws Exception if the test fails
   */
  protected @Nullable HttpRequest refused() throws Exception {
    return null;
  }

  /**
   * Makes a request without headers.
   *
   * @param verb of the request
   * @param path of the request
   * @param body of the request
   * @return the request
   */
  protected static HttpRequest request(String verb, String path, String body) {
    return new HttpRequest(
        verb,
        path,
        "",
        new HttpHeaders(),
        HttpBody.of(body.getBytes(StandardCharsets.UTF_8)),
        "127.0.0.1:40000");
  }

  private HttpMiddleware open() throws Exception {
    ComponentProvider<HttpMiddleware> provider = provider();
    return provider.create(
        ComponentContexts.of(provider.types().getFirst(), folder.resolve("home"))
            .metadata(metadata())
            .context());
  }

  /** Makes an answer of an application. */
  private static HttpAnswer answer() {
    return HttpAnswer.text(200, "answer");
  }

  @Test
  void providerIsAService() {
    assertThat(
            ServiceLoader.load(ComponentProvider.class).stream().map(ServiceLoader.Provider::type))
        .anyMatch(provider().getClass()::equals);
    assertThat(provider().kind()).isEqualTo(HttpMiddleware.class);
    assertThat(provider().types()).allMatch(type -> type.startsWith("middleware.http."));
  }

  @Test
  void requestsThatAreAllowedGoOnAndTheirAnswersComeBack() throws Exception {
    try (HttpMiddleware middleware = open()) {
      assertThat(passes(middleware, accepted())).isTrue();
    }
  }

  @Test
  void requestsThatAreNotAllowedAreAnswered() throws Exception {
    HttpRequest refused = refused();
    if (refused == null) {
      return;
    }
    try (HttpMiddleware middleware = open()) {
      Verdict verdict = middleware.handle(refused);
      assertThat(verdict).isInstanceOf(Verdict.Answer.class);
      assertThat(((Verdict.Answer) verdict).answer().status()).isBetween(200, 599);
    }
  }

  @Test
  void requestsThatEndWithoutAnAnswerDoNoHarm() throws Exception {
    try (HttpMiddleware middleware = open()) {
      for (int i = 0; i < REQUESTS; i++) {
        if (middleware.handle(accepted()) instanceof Verdict.Pass(var _, var after)
            && after != null) {
          after.ended();
        }
      }
      assertThat(passes(middleware, accepted())).isTrue();
    }
  }

  @Test
  void manyRequestsAtATimeAreKeptApart() throws Exception {
    try (HttpMiddleware middleware = open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> running = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        HttpRequest request = accepted();
        running.add(threads.submit(() -> passes(middleware, request)));
      }
      for (Future<Boolean> each : running) {
        assertThat(each.get()).isTrue();
      }
    }
  }

  @Test
  void closingTwiceIsTheSameAsOnce() throws Exception {
    HttpMiddleware middleware = open();
    middleware.close();
    middleware.close();
  }

  private static boolean passes(HttpMiddleware middleware, HttpRequest request)
      throws InterruptedException {
    if (!(middleware.handle(request) instanceof Verdict.Pass(HttpRequest goes, var after))) {
      return false;
    }
    goes.body().readAtMost(Integer.MAX_VALUE);
    HttpAnswer answer = answer();
    if (after != null) {
      answer = after.answered(answer);
      answer.body().readAtMost(Integer.MAX_VALUE);
      after.ended();
    }
    return answer.status() == 200;
  }
}
