package dev.mecha.component.middleware;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import java.util.Locale;

/** Turns bodies into upper case, as they stream: a way to see that a pipeline is there. */
public final class UppercaseMiddleware extends LightMiddleware {

  private static final Verdict.Aftermath ANSWER =
      new Verdict.Aftermath() {
        @Override
        public HttpAnswer answered(HttpAnswer answer) {
          return answer.withBody(new UppercaseBody(answer.body()));
        }
      };

  private final boolean request;
  private final boolean response;

  /** Makes middleware of the type {@code middleware.http.uppercase}. */
  public static final class Provider extends LightProvider {

    /** For the service loader. */
    public Provider() {
      super("uppercase");
    }

    @Override
    public HttpMiddleware create(ComponentContext context) {
      return new UppercaseMiddleware(context.metadata().property("direction").text("request"));
    }
  }

  /**
   * @param direction {@code request}, {@code response} or {@code both}; anything else counts as
   *     {@code request}, as for the peer
   */
  UppercaseMiddleware(String direction) {
    String lower = direction.toLowerCase(Locale.ROOT);
    this.response = lower.equals("response") || lower.equals("both");
    this.request = !lower.equals("response");
  }

  @Override
  public Verdict handle(HttpRequest came) {
    HttpRequest goes = request ? came.withBody(new UppercaseBody(came.body())) : came;
    return response ? Verdict.pass(goes, ANSWER) : Verdict.pass(goes);
  }
}
