package dev.mecha.component.middleware;

import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.middleware.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A path with variables in braces, {@code {id}} or {@code {id:[0-9]+}}, and the one that is called
 * in its place. What the variables stand for is added to the query.
 *
 * @param pattern of the whole path
 * @param names of the variables, in their order
 * @param target the path in its place
 */
record RouteAlias(Pattern pattern, List<String> names, String target) {

  private static final Pattern VARIABLE =
      Pattern.compile("\\{([^{}:]*)(?::((?:[^{}]|\\{\\d*,?\\d*})+))?}");

  static RouteAlias of(String path, String target) {
    var regex = new StringBuilder();
    var names = new ArrayList<String>();
    Matcher variable = VARIABLE.matcher(path);
    int end = 0;
    while (variable.find()) {
      regex.append(Pattern.quote(path.substring(end, variable.start())));
      String form = variable.group(2);
      // A group of its own, so that those inside do not change the numbers of the others.
      regex.append("(?<v").append(names.size()).append('>');
      regex.append(form == null ? "[^/]+" : form).append(')');
      names.add(variable.group(1));
      end = variable.end();
    }
    regex.append(Pattern.quote(path.substring(end)));
    try {
      return new RouteAlias(Pattern.compile(regex.toString()), List.copyOf(names), target);
    } catch (PatternSyntaxException e) {
      throw new InvalidMetadataException(
          "routes: \"" + path + "\" (expected: a path; " + e.getDescription() + ")");
    }
  }

  /** Literal paths come before those with variables. */
  int variables() {
    return names.size();
  }

  /** Returns the request as it goes on, or null if it is for another path. */
  @Nullable HttpRequest apply(String path, HttpRequest request) {
    Matcher matcher = pattern.matcher(path);
    if (!matcher.matches()) {
      return null;
    }
    HttpRequest there = request.withPath(target);
    return names.isEmpty() ? there : there.withUri(there.rawPath(), query(request, matcher));
  }

  private String query(HttpRequest request, Matcher matcher) {
    var query = new StringBuilder(request.query());
    for (int i = 0; i < names.size(); i++) {
      if (!query.isEmpty()) {
        query.append('&');
      }
      query
          .append(URLEncoder.encode(names.get(i), StandardCharsets.UTF_8))
          .append('=')
          .append(URLEncoder.encode(matcher.group("v" + i), StandardCharsets.UTF_8));
    }
    return query.toString();
  }
}
