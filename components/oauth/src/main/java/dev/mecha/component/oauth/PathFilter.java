package dev.mecha.component.oauth;

import dev.mecha.spi.Property;
import dev.mecha.spi.middleware.HttpRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which requests middleware is for: those whose paths fit a regular expression, or all. */
record PathFilter(@Nullable Pattern pattern) {

  static PathFilter of(Property field) {
    return new PathFilter(
        field.isPresent() ? field.parse("a regular expression", Pattern::compile) : null);
  }

  boolean includes(HttpRequest request) {
    return pattern == null || pattern.matcher(request.path()).find();
  }
}
