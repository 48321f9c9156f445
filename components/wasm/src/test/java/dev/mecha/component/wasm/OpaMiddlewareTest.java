package dev.mecha.component.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.middleware.HttpBody;
import dev.mecha.spi.middleware.HttpHeaders;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpaMiddlewareTest {

  @TempDir Path folder;

  private OpaMiddleware policy(String... more) throws IOException, InterruptedException {
    var metadata = new HashMap<>(Map.of("url", Modules.policy(folder)));
    for (int i = 0; i < more.length; i += 2) {
      metadata.put(more[i], more[i + 1]);
    }
    return new OpaMiddleware(ComponentMetadata.of(metadata));
  }

  private static HttpRequest request(String path, String body) {
    return new HttpRequest(
        "POST",
        path,
        "a=1",
        new HttpHeaders().add("X-Tenant", "~"),
        HttpBody.of(body.getBytes(StandardCharsets.UTF_8)),
        "");
  }

  @Test
  void whatIsAllowedGoesOnWithTheHeadersOfThePolicy() throws Exception {
    var pass = (Verdict.Pass) policy().handle(request("/a", "~"));
    assertThat(pass.request().headers().first("X-Ok")).isEqualTo("yes");
  }

  @Test
  void whatIsNotAllowedIsAnsweredAsThePolicySays() throws Exception {
    var verdict = (Verdict.Answer) policy().handle(request("/~", ""));
    assertThat(verdict.answer().status()).isEqualTo(402);
    assertThat(verdict.answer().headers().first("X-Why")).isEqualTo("no");
  }

  @Test
  void bodiesAndHeadersAreShownToThePolicyIfWanted() throws Exception {
    assertThat(policy("readBody", "true").handle(request("/a", "~")))
        .isInstanceOf(Verdict.Answer.class);
    assertThat(policy("includedHeaders", "x-tenant").handle(request("/a", "")))
        .isInstanceOf(Verdict.Answer.class);
    var pass = (Verdict.Pass) policy("readBody", "true").handle(request("/a", "hello"));
    assertThat(pass.request().body().readAtMost(10)).hasSize(5);
  }

  @Test
  void noDecisionIsARefusal() throws Exception {
    OpaMiddleware middleware = policy("defaultStatus", "401");
    for (String path : List.of("/^", "/!")) {
      var verdict = (Verdict.Answer) middleware.handle(request(path, ""));
      assertThat(verdict.answer().status()).isEqualTo(401);
      assertThat(verdict.answer().headers().first("x-dapr-opa-error")).isEqualTo("true");
    }
    assertThat(middleware.handle(request("/a", ""))).isInstanceOf(Verdict.Pass.class);
  }

  @Test
  void inputsThatAreLargerThanThePolicysMemoryFit() throws Exception {
    assertThat(policy("readBody", "true").handle(request("/a", "x".repeat(1 << 20))))
        .isInstanceOf(Verdict.Pass.class);
  }

  @Test
  void regoIsNotCompiledHere() {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> new OpaMiddleware(ComponentMetadata.of(Map.of("rego", "package http"))))
        .withMessageContaining("opa build -t wasm -e http/allow policy.rego");
  }

  @Test
  void functionsOfTheHostAreNotThere() throws IOException {
    String policy = Base64.getEncoder().encodeToString(Modules.demandingPolicy());
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> new OpaMiddleware(ComponentMetadata.of(Map.of("policyWasm", policy))))
        .withMessageContaining("it uses [x]");
  }

  @Test
  void decisionsAreBooleansOrObjects() {
    assertThat(OpaDecision.of(List.of(Map.of("result", true))).allow()).isTrue();
    assertThat(OpaDecision.of(List.of(Map.of("result", Map.of()))).allow()).isFalse();
    assertThatExceptionOfType(GuestException.class)
        .isThrownBy(() -> OpaDecision.of(List.of(Map.of("result", "yes"))))
        .withMessage("yes (expected: a boolean or an object)");
    assertThatExceptionOfType(GuestException.class)
        .isThrownBy(() -> OpaDecision.of(List.of(Map.of("result", Map.of("status_code", 1000)))))
        .withMessageContaining("status_code: 1000");
  }
}
