package dev.mecha.kernel.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resource.configuration.Pipeline;
import dev.mecha.kernel.resource.configuration.Pipeline.Handler;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MiddlewareAppChannelTest {

  private static final String TYPE = "middleware.http.test";

  private final Offload offload = new Offload();
  private final Registry<HttpMiddleware> registry = new Registry<>(Duration.ofMillis(10));
  private final List<String> story = new ArrayList<>();
  private final List<InvokeRequest> arrived = new ArrayList<>();
  private final AppChannel app =
      request -> {
        arrived.add(request);
        story.add("app");
        return InvokeResponse.http(200, new Headers().add("X-App", "1"), Body.empty());
      };

  /** Middleware that notes what it sees. */
  private final class Noted implements HttpMiddleware {

    private final String name;

    Noted(String name) {
      this.name = name;
    }

    @Override
    public Verdict handle(HttpRequest request) {
      story.add(name);
      request.headers().add("X-Seen", name);
      return Verdict.pass(
          request.withPath(request.path() + " " + name),
          new Verdict.Aftermath() {
            @Override
            public HttpAnswer answered(HttpAnswer answer) {
              story.add("back at " + name);
              answer.headers().add("X-Back", name);
              return answer;
            }

            @Override
            public void ended() {
              story.add("end of " + name);
            }
          });
    }

    @Override
    public void close() {
      story.add("closed " + name);
    }
  }

  /** Middleware with one answer. */
  private record Refusal(@Nullable RuntimeException failure) implements HttpMiddleware {

    @Override
    public Verdict handle(HttpRequest request) {
      if (failure != null) {
        throw failure;
      }
      return Verdict.answer(HttpAnswer.ofStatus(403));
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void close() {
    offload.close();
  }

  private void load(String name, HttpMiddleware middleware) throws InterruptedException {
    registry.put(name, PlacedMiddleware.of(middleware, TYPE, "v1", offload));
  }

  private AppChannel channel(Handler... handlers) {
    return MiddlewareAppChannel.of(
        app, new MiddlewarePipeline("app", new Pipeline(List.of(handlers)), registry));
  }

  private static Handler handler(String name) {
    return new Handler(name, TYPE, "");
  }

  private static InvokeRequest call() {
    return new InvokeRequest("POST", "a b", "q=1", new Headers(), Body.of(new byte[] {1}));
  }

  @Test
  void aPipelineWithoutHandlersIsNotThere() {
    assertThat(channel()).isSameAs(app);
  }

  @Test
  void requestsGoInInOrderAndAnswersComeBackTheOtherWay() throws InterruptedException {
    load("a", new Noted("a"));
    load("b", new Noted("b"));
    try (InvokeResponse answer = channel(handler("a"), handler("b")).invoke(call())) {
      assertThat(answer.headers().all("X-Back")).containsExactly("b", "a");
      assertThat(answer.headers().first("X-App")).isEqualTo("1");
    }
    assertThat(story)
        .containsExactly("a", "b", "app", "back at b", "back at a", "end of b", "end of a");
    assertThat(arrived.getFirst().method()).isEqualTo("a b a b");
    assertThat(arrived.getFirst().query()).isEqualTo("q=1");
    assertThat(arrived.getFirst().headers().all("X-Seen")).containsExactly("a", "b");
  }

  @Test
  void whatIsNotLoadedOrOfAnotherTypeIsSkipped() throws InterruptedException {
    load("a", new Noted("a"));
    AppChannel channel =
        channel(
            handler("nobody"),
            new Handler("a", "middleware.http.other", ""),
            new Handler("a", TYPE, "v2"));
    channel.invoke(call()).close();
    assertThat(story).containsExactly("app");
    registry.put("nobody", PlacedMiddleware.of(new Noted("late"), TYPE, "v1", offload));
    channel.invoke(call()).close();
    assertThat(story).contains("late");
  }

  @Test
  void anAnswerGoesBackThroughThoseBeforeIt() throws InterruptedException {
    load("a", new Noted("a"));
    load("no", new Refusal(null));
    try (InvokeResponse answer =
        channel(handler("a"), handler("no"), handler("a")).invoke(call())) {
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.headers().first("X-Back")).isEqualTo("a");
    }
    assertThat(story).containsExactly("a", "back at a", "end of a");
  }

  @Test
  void oneThatFailsEndsTheCall() throws InterruptedException {
    load("a", new Noted("a"));
    load("no", new Refusal(new IllegalStateException("broken")));
    assertThatExceptionOfType(UnreachableException.class)
        .isThrownBy(() -> channel(handler("a"), handler("no")).invoke(call()))
        .withMessage("middleware: broken");
    assertThat(story).containsExactly("a", "end of a");
  }

  @Test
  void middlewareIsClosedWhenItsRequestsAreOver() throws InterruptedException {
    load("a", new Noted("a"));
    channel(handler("a")).invoke(call()).close();
    registry.remove("a");
    assertThat(story).endsWith("end of a", "closed a");
  }
}
