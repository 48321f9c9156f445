package dev.mecha.component.middleware;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import java.util.regex.Pattern;

/** Lets requests through whose path and query fit a regular expression. */
public final class RouterCheckerMiddleware extends LightMiddleware {

  private final Pattern rule;

  /** Makes middleware of the type {@code middleware.http.routerchecker}. */
  public static final class Provider extends LightProvider {

    /** For the service loader. */
    public Provider() {
      super("routerchecker");
    }

    @Override
    public HttpMiddleware create(ComponentContext context) {
      return new RouterCheckerMiddleware(
          context
              .metadata()
              .property("rule")
              .parse("a regular expression", text -> Pattern.compile(text.replace("(?P<", "(?<"))));
    }
  }

  RouterCheckerMiddleware(Pattern rule) {
    this.rule = rule;
  }

  @Override
  public Verdict handle(HttpRequest request) {
    return rule.matcher(request.uri()).find()
        ? Verdict.pass(request)
        : Verdict.answer(HttpAnswer.text(400, "invalid router"));
  }
}
