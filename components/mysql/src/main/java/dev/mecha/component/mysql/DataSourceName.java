package dev.mecha.component.mysql;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is and who asks, as {@code user:password@tcp(host:port)/database?name=value}.
 *
 * @param user or null for nobody
 * @param password a secret, or null for none
 * @param host a name or an address
 * @param port of the server
 * @param database to begin with; empty for none
 * @param parameters names and values, decoded
 */
record DataSourceName(
    @Nullable String user,
    @Nullable String password,
    String host,
    int port,
    String database,
    Map<String, String> parameters) {

  /** What it has to look like, for messages. */
  static final String EXPECTED = "user:password@tcp(host:3306)/database?name=value";

  private static final Pattern ADDRESS =
      Pattern.compile("(?:tcp6?(?:\\((\\[[^]]+]|[^:)]*)(?::(\\d{1,5}))?\\))?)?");

  /**
   * @param text of a field
   * @return what it says
   * @throws IllegalArgumentException if it is anything else
   */
  static DataSourceName parse(String text) {
    int question = text.indexOf('?', text.lastIndexOf('@') + 1);
    String front = question < 0 ? text : text.substring(0, question);
    int slash = front.lastIndexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("no slash");
    }
    String place = front.substring(0, slash);
    int at = place.lastIndexOf('@');
    String who = at < 0 ? "" : place.substring(0, at);
    int colon = who.indexOf(':');
    Matcher address = ADDRESS.matcher(place.substring(at + 1));
    if (!address.matches()) {
      throw new IllegalArgumentException("no address");
    }
    String host = address.group(1);
    String port = address.group(2);
    return new DataSourceName(
        who.isEmpty() ? null : colon < 0 ? who : who.substring(0, colon),
        colon < 0 ? null : who.substring(colon + 1),
        host == null || host.isEmpty() ? "127.0.0.1" : host,
        port == null ? 3306 : Integer.parseInt(port),
        front.substring(slash + 1),
        parameters(question < 0 ? "" : text.substring(question + 1)));
  }

  private static Map<String, String> parameters(String text) {
    var parameters = new LinkedHashMap<String, String>();
    for (String part : text.split("&")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parameters.put(
            part.substring(0, equals),
            URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
      } else if (!part.isEmpty()) {
        throw new IllegalArgumentException("no value");
      }
    }
    return parameters;
  }

  /** Where, and who, without the password. */
  @Override
  public String toString() {
    return host + ":" + port + "/" + database + " as " + user;
  }
}
