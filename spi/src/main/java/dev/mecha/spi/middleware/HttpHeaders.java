package dev.mecha.spi.middleware;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a message: names with values in their order, the same name as often as it came.
 * Names are equal whatever their case. Not safe for use by several threads.
 */
public final class HttpHeaders {

  private record Header(String name, String value) {}

  private final List<Header> all = new ArrayList<>();

  /** Begins without any. */
  public HttpHeaders() {}

  /**
   * Adds one, whether there is one of that name or not.
   *
   * @param name as it is to be written
   * @param value its value
   * @return this
   */
  public HttpHeaders add(String name, String value) {
    all.add(new Header(name, value));
    return this;
  }

  /**
   * Puts one in the place of all of its name.
   *
   * @param name as it is to be written
   * @param value its value
   * @return this
   */
  public HttpHeaders set(String name, String value) {
    return remove(name).add(name, value);
  }

  /**
   * Removes all of a name.
   *
   * @param name in any case
   * @return this
   */
  public HttpHeaders remove(String name) {
    all.removeIf(header -> header.name().equalsIgnoreCase(name));
    return this;
  }

  /**
   * @param name in any case
   * @return its first value, or null
   */
  public @Nullable String first(String name) {
    for (Header header : all) {
      if (header.name().equalsIgnoreCase(name)) {
        return header.value();
      }
    }
    return null;
  }

  /**
   * @param name in any case
   * @return its values in their order; empty if there is none
   */
  public List<String> all(String name) {
    return all.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  /**
   * @return the names in their order, each once for every value
   */
  public List<String> names() {
    return all.stream().map(Header::name).toList();
  }

  /**
   * Shows all, in their order.
   *
   * @param each takes a name and a value
   */
  public void forEach(BiConsumer<String, String> each) {
    all.forEach(header -> each.accept(header.name(), header.value()));
  }

  /** Shows the names only: values may be secrets. */
  @Override
  public String toString() {
    return names().toString();
  }
}
