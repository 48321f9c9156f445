package dev.mecha.kernel.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.error.ApiError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterChainTest {

  private final List<String> seen = new ArrayList<>();
  private final FakeHttpExchange exchange = FakeHttpExchange.of("GET", "/");

  private Filter named(String name) {
    return (_, rest) -> {
      seen.add(name);
      rest.proceed();
      seen.add("/" + name);
    };
  }

  @Test
  void filtersSeeTheRequestInOrderAndTheAnswerInReverse() throws InterruptedException {
    FilterChain.run(List.of(named("a"), named("b")), exchange, () -> seen.add("handler"));

    assertThat(seen).containsExactly("a", "b", "handler", "/b", "/a");
  }

  @Test
  void aRefusalEndsTheWay() throws InterruptedException {
    Filter refusal = (e, _) -> e.fail(ApiError.malformed("no"));

    FilterChain.run(List.of(named("a"), refusal, named("b")), exchange, () -> seen.add("handler"));

    assertThat(seen).containsExactly("a", "/a");
    assertThat(exchange.status()).isEqualTo(400);
  }

  @Test
  void whatAHandlerThrowsIsAnAnswerForTheFilters() throws InterruptedException {
    var statuses = new ArrayList<Integer>();
    Filter looking =
        (e, rest) -> {
          rest.proceed();
          statuses.add(e.status());
        };

    FilterChain.run(
        List.of(looking),
        exchange,
        () -> {
          throw ApiError.malformed("no").asException();
        });
    FilterChain.run(
        List.of(looking),
        FakeHttpExchange.of("GET", "/"),
        () -> {
          throw new IllegalStateException("a secret detail");
        });

    assertThat(statuses).containsExactly(400, 500);
  }

  @Test
  void aFaultDoesNotTellTheCallerItsDetails() throws InterruptedException {
    FilterChain.run(
        List.of(),
        exchange,
        () -> {
          throw new IllegalStateException("a secret detail");
        });

    assertThat(exchange.answer())
        .isEqualTo(
            "{\"errorCode\":\"ERROR\",\"message\":\"internal error: IllegalStateException\"}");
  }

  @Test
  void aCancelledRequestStaysCancelled() {
    assertThatThrownBy(
            () ->
                FilterChain.run(
                    List.of(named("a")),
                    exchange,
                    () -> {
                      throw new InterruptedException();
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(exchange.status()).isZero();
  }
}
