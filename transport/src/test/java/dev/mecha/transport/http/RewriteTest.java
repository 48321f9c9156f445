package dev.mecha.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.FilterChain;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.pipeline.HttpReply;
import dev.mecha.transport.ThreadMode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Filters that put other requests in the place of those that came, and change answers. */
@ParameterizedClass
@EnumSource
@Timeout(60)
class RewriteTest {

  private final TestServer server;

  RewriteTest(ThreadMode mode) {
    server = new TestServer(mode);
  }

  /** Sends {@code /from/…} to {@code /to/…} and adds to every answer. */
  private static void detour(Exchange exchange, FilterChain rest) throws InterruptedException {
    var http = (HttpExchange) exchange;
    if (http.path().startsWith("/from/")) {
      http.rewrite(
          "PUT",
          "/to/" + http.path().substring("/from/".length()),
          "a=b%20c",
          http.requestHeaders().set("X-Detour", "yes"),
          Body.of("other".getBytes(StandardCharsets.UTF_8)));
    }
    http.answersThrough(RewriteTest::add);
    rest.proceed();
    http.settle();
  }

  private static HttpReply add(HttpReply reply) throws InterruptedException {
    byte[] body = reply.body().readAll();
    byte[] more = (new String(body, StandardCharsets.UTF_8) + "!").getBytes(StandardCharsets.UTF_8);
    return new HttpReply(reply.status() + 1, reply.headers().set("X-Hook", "1"), Body.of(more));
  }

  @BeforeEach
  void start() throws Exception {
    Filter detour = RewriteTest::detour;
    server
        .filter(detour)
        .on("PUT", "/to/{name}", RewriteTest::tell)
        .on("GET", "/stream", e -> e.respond(200, new Headers(), e.bodyStream()))
        .on(
            "GET",
            "/plain",
            e -> e.respond(200, "text/plain", "x".getBytes(StandardCharsets.UTF_8)))
        .on("GET", "/none", e -> e.respond(200))
        .start();
  }

  private static void tell(HttpExchange exchange) throws InterruptedException {
    String seen =
        String.join(
            " ",
            exchange.verb(),
            exchange.path(),
            exchange.pathParameter("name"),
            exchange.queryParameter("a"),
            exchange.requestHeader("x-detour"),
            new String(exchange.body(), StandardCharsets.UTF_8));
    exchange.respond(200, "text/plain", seen.getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private HttpResponse<String> send(String verb, String path, String body) throws Exception {
    return server.send(
        HttpRequest.newBuilder(server.uri(path)).method(verb, BodyPublishers.ofString(body)));
  }

  @Test
  void theHandlerOfTheOtherRequestAnswers() throws Exception {
    HttpResponse<String> answer = send("POST", "/from/me?x=y", "hello");
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("PUT /to/me me b c yes other!");
  }

  @Test
  void everyKindOfAnswerGoesThroughTheHookOnce() throws Exception {
    for (String path : new String[] {"/plain", "/none", "/stream"}) {
      HttpResponse<String> answer = send("GET", path, "");
      assertThat(answer.statusCode()).as(path).isEqualTo(201);
      assertThat(answer.headers().allValues("X-Hook")).as(path).containsExactly("1");
    }
    assertThat(send("GET", "/plain", "").body()).isEqualTo("x!");
    HttpResponse<String> failed = send("GET", "/nobody", "");
    assertThat(failed.statusCode()).isEqualTo(405);
    assertThat(failed.body()).endsWith("!");
  }
}
