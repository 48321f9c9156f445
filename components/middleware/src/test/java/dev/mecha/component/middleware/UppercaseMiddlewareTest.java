package dev.mecha.component.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpBody;
import dev.mecha.spi.middleware.HttpHeaders;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UppercaseMiddlewareTest {

  /** A body that comes in single bytes. */
  private static final class Drops implements HttpBody {

    private final Queue<byte[]> drops = new ArrayDeque<>();

    Drops(String text) {
      for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
        drops.add(new byte[] {b});
      }
    }

    @Override
    public long length() {
      return UNKNOWN;
    }

    @Override
    public boolean arrived() {
      return false;
    }

    @Override
    public byte @Nullable [] next() {
      return drops.poll();
    }

    @Override
    public void close() {
      drops.clear();
    }
  }

  private static HttpRequest request(HttpBody body) {
    return new HttpRequest("POST", "/", "", new HttpHeaders(), body, "");
  }

  private static String text(HttpBody body) throws InterruptedException {
    return new String(body.readAtMost(1000), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "request, HELLO, answer",
    "response, hello, ANSWER",
    "BOTH, HELLO, ANSWER",
    "sideways, HELLO, answer"
  })
  void directionSaysWhoseBodies(String direction, String request, String answer)
      throws InterruptedException {
    Verdict verdict =
        new UppercaseMiddleware(direction)
            .handle(request(HttpBody.of("hello".getBytes(StandardCharsets.UTF_8))));
    assertThat(verdict).isInstanceOf(Verdict.Pass.class);
    var pass = (Verdict.Pass) verdict;
    assertThat(text(pass.request().body())).isEqualTo(request);
    Verdict.Aftermath after = pass.after();
    HttpAnswer came = HttpAnswer.text(200, "answer");
    assertThat(text((after == null ? came : after.answered(came)).body())).isEqualTo(answer);
  }

  @Test
  void charactersThatArriveInPiecesStayWhole() throws InterruptedException {
    assertThat(text(new UppercaseBody(new Drops("grüße, €, 𐐨 ok")))).isEqualTo("GRÜßE, €, 𐐀 OK");
  }

  @Test
  void bytesThatAreCutOffAtTheEndArePassedOn() throws InterruptedException {
    byte[] half = {'a', (byte) 0xe2, (byte) 0x82};
    assertThat(new UppercaseBody(HttpBody.of(half)).readAtMost(10))
        .containsExactly('A', 0xe2, 0x82);
  }
}
