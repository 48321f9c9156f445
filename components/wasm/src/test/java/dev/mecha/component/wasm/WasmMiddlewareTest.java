package dev.mecha.component.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpBody;
import dev.mecha.spi.middleware.HttpHeaders;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WasmMiddlewareTest {

  @TempDir Path folder;

  private WasmMiddleware guest() throws IOException, InterruptedException {
    return new WasmMiddleware(
        ComponentMetadata.of(
            Map.of("url", Modules.guest(folder), "guestConfig", "g1", "strictSandbox", "true")));
  }

  private static HttpRequest request(String path, String body) {
    return new HttpRequest(
        "POST",
        path,
        "",
        new HttpHeaders(),
        HttpBody.of(body.getBytes(StandardCharsets.UTF_8)),
        "127.0.0.1:1");
  }

  private static String text(HttpBody body) throws InterruptedException {
    return new String(body.readAtMost(1000), StandardCharsets.UTF_8);
  }

  @Test
  void guestsChangeRequestsAndAnswers() throws Exception {
    var pass = (Verdict.Pass) guest().handle(request("/old", "hello"));
    assertThat(pass.request().uri()).isEqualTo("/new?by=guest");
    assertThat(pass.request().headers().first("X-Guest")).isEqualTo("g1");
    assertThat(text(pass.request().body())).isEqualTo("hello");
    Verdict.Aftermath after = Objects.requireNonNull(pass.after());
    HttpAnswer answer = after.answered(HttpAnswer.text(201, "done"));
    after.ended();
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers().first("X-Guest")).isEqualTo("g1");
    assertThat(text(answer.body())).isEqualTo("done");
  }

  @Test
  void guestsReplaceBodies() throws Exception {
    var pass = (Verdict.Pass) guest().handle(request("/body", "hello"));
    assertThat(text(pass.request().body())).isEqualTo("!ello");
    HttpAnswer answer = Objects.requireNonNull(pass.after()).answered(HttpAnswer.text(200, "done"));
    assertThat(text(answer.body())).isEqualTo("!one");
  }

  @Test
  void guestsAnswerThemselves() throws Exception {
    var verdict = (Verdict.Answer) guest().handle(request("/deny", ""));
    assertThat(verdict.answer().status()).isEqualTo(403);
    assertThat(verdict.answer().headers().first("x-guest")).isEqualTo("g1");
    assertThat(text(verdict.answer().body())).isEqualTo("denied");
  }

  @Test
  void guestsThatFailAreAnsweredForAndReplaced() throws Exception {
    WasmMiddleware middleware = guest();
    for (int i = 0; i < 3; i++) {
      var verdict = (Verdict.Answer) middleware.handle(request("/trap", ""));
      assertThat(verdict.answer().status()).isEqualTo(500);
    }
    assertThat(middleware.handle(request("/any", ""))).isInstanceOf(Verdict.Pass.class);
  }

  @Test
  void whatIsNoGuestIsRefused() throws IOException {
    Path file = folder.resolve("no.wasm");
    Files.writeString(file, "no module");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> new WasmMiddleware(ComponentMetadata.of(Map.of("url", "file://" + file))))
        .withMessageContaining("no WebAssembly module");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(
            () -> new WasmMiddleware(ComponentMetadata.of(Map.of("url", Modules.policy(folder)))))
        .withMessageContaining("no guest of http-wasm");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(
            () -> new WasmMiddleware(ComponentMetadata.of(Map.of("url", "oci://registry/x"))))
        .withMessage("url: \"oci://registry/x\" (expected: a URL of file, http or https)");
  }
}
