package dev.mecha.component.postgresql;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads both forms of a PostgreSQL connection string: the URL {@code
 * postgres://user:password@host:port/database?key=value} and the keywords {@code host=localhost
 * user='some one' password=secret}. Both may name several hosts with commas. Source of the rules:
 * the manual of PostgreSQL, "Connection Strings".
 */
final class ConnectionString {

  private final String text;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private int at;

  private ConnectionString(String text) {
    this.text = text;
  }

  /**
   * @param text either form
   * @return the parameters by keyword; hosts and ports as lists with commas, the database as {@code
   *     database}
   * @throws IllegalArgumentException if the text has neither form; the message does not show it
   */
  static Map<String, String> parse(String text) {
    var reader = new ConnectionString(text.strip());
    for (String scheme : List.of("postgres://", "postgresql://")) {
      if (reader.text.startsWith(scheme)) {
        reader.url(scheme.length());
        return reader.parameters;
      }
    }
    reader.keywords();
    return reader.parameters;
  }

  private void put(String keyword, String value) {
    parameters.put(keyword.equals("dbname") ? "database" : keyword, value);
  }

  private void keywords() {
    skipSpace();
    while (at < text.length()) {
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        throw new IllegalArgumentException("a keyword without a value");
      }
      String keyword = text.substring(at, equals).strip();
      if (keyword.isEmpty() || keyword.chars().anyMatch(Character::isWhitespace)) {
        throw new IllegalArgumentException("a value without a keyword");
      }
      at = equals + 1;
      skipSpace();
      put(keyword, at < text.length() && text.charAt(at) == '\'' ? quoted() : plain());
      skipSpace();
    }
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException("no keywords");
    }
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private String plain() {
    var value = new StringBuilder();
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      value.append(character());
    }
    return value.toString();
  }

  private String quoted() {
    var value = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '\'') {
      value.append(character());
    }
    if (at == text.length()) {
      throw new IllegalArgumentException("a quotation without an end");
    }
    at++;
    return value.toString();
  }

  /** The next character; a backslash takes the one behind it as it is. */
  private char character() {
    if (text.charAt(at) == '\\' && at + 1 < text.length()) {
      at++;
    }
    return text.charAt(at++);
  }

  private void url(int start) {
    int query = text.indexOf('?', start);
    int end = query < 0 ? text.length() : query;
    int slash = text.indexOf('/', start);
    int authority = slash < 0 || slash > end ? end : slash;
    int user = text.lastIndexOf('@', authority - 1);
    if (user >= start) {
      credentials(text.substring(start, user));
    }
    hosts(text.substring(user >= start ? user + 1 : start, authority));
    if (end > authority + 1) {
      put("database", decode(text.substring(authority + 1, end)));
    }
    if (query >= 0) {
      query(text.substring(query + 1));
    }
  }

  private void credentials(String credentials) {
    int colon = credentials.indexOf(':');
    put("user", decode(colon < 0 ? credentials : credentials.substring(0, colon)));
    if (colon >= 0) {
      put("password", decode(credentials.substring(colon + 1)));
    }
  }

  private void hosts(String list) {
    var hosts = new ArrayList<String>();
    var ports = new ArrayList<String>();
    for (String one : list.split(",", -1)) {
      int colon = one.lastIndexOf(':');
      boolean hasPort = colon > one.lastIndexOf(']');
      String host = decode(hasPort ? one.substring(0, colon) : one);
      hosts.add(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
      ports.add(hasPort ? one.substring(colon + 1) : "");
    }
    if (!list.isEmpty()) {
      put("host", String.join(",", hosts));
    }
    if (ports.stream().anyMatch(port -> !port.isEmpty())) {
      put("port", String.join(",", ports));
    }
  }

  private void query(String query) {
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        // Behind the question mark a plus is a space, before it a plus is a plus.
        put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
  }

  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
