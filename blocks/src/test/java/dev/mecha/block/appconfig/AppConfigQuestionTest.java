package dev.mecha.block.appconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The application is asked once, and whatever it answers keeps nothing from starting. */
class AppConfigQuestionTest {

  private final List<InvokeRequest> asked = new ArrayList<>();

  private AppChannel answering(int status, String text) {
    return request -> {
      asked.add(request);
      Body body = Body.of(text.getBytes(StandardCharsets.UTF_8));
      return InvokeResponse.http(status, new Headers(), body);
    };
  }

  @Test
  void itSaysWhoAsks() throws InterruptedException {
    new AppConfigQuestion(answering(200, "{}"), "shop").ask();
    assertThat(asked)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.verb()).isEqualTo("GET");
              assertThat(request.method()).isEqualTo("dapr/config");
              assertThat(request.headers().first("dapr-app-id")).isEqualTo("shop");
            });
  }

  @Test
  void itAsksOnce() throws InterruptedException {
    var question = new AppConfigQuestion(answering(404, ""), "shop");
    question.ask();
    question.ask();
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"200, nonsense", "200, ''", "404, ''", "500, '{\"entities\": 1}'"})
  void anyAnswerIsTaken(int status, String body) {
    var question = new AppConfigQuestion(answering(status, body), "shop");
    assertThatCode(question::ask).doesNotThrowAnyException();
  }

  @Test
  void anApplicationThatIsAwayIsNoHindrance() {
    AppChannel away =
        request -> {
          throw new UnreachableException(Status.Code.UNAVAILABLE, "connection refused");
        };
    assertThatCode(new AppConfigQuestion(away, "shop")::ask).doesNotThrowAnyException();
  }
}
