package dev.mecha.kernel.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a message: names with values, in the order in which they came, the same name as
 * often as it came. Names are equal whatever their case. Not safe for use by several threads.
 */
public final class Headers {

  private final List<String> names;
  private final List<String> values;

  /** Begins without any. */
  public Headers() {
    this.names = new ArrayList<>();
    this.values = new ArrayList<>();
  }

  /**
   * Copies.
   *
   * @param other what is copied
   */
  public Headers(Headers other) {
    this.names = new ArrayList<>(other.names);
    this.values = new ArrayList<>(other.values);
  }

  /**
   * Adds one, whether there is one of that name or not.
   *
   * @param name as it is to be written
   * @param value its value
   * @return this
   */
  public Headers add(String name, String value) {
    names.add(name);
    values.add(value);
    return this;
  }

  /**
   * Puts one in the place of all of its name.
   *
   * @param name as it is to be written
   * @param value its value
   * @return this
   */
  public Headers set(String name, String value) {
    remove(name);
    return add(name, value);
  }

  /**
   * Removes all of a name.
   *
   * @param name in any case
   * @return this
   */
  public Headers remove(String name) {
    return removeIf(name::equalsIgnoreCase);
  }

  /**
   * Removes all whose names are picked out.
   *
   * @param unwanted picks names
   * @return this
   */
  public Headers removeIf(Predicate<String> unwanted) {
    for (int i = names.size() - 1; i >= 0; i--) {
      if (unwanted.test(names.get(i))) {
        names.remove(i);
        values.remove(i);
      }
    }
    return this;
  }

  /**
   * @param name in any case
   * @return its first value, or null
   */
  public @Nullable String first(String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return values.get(i);
      }
    }
    return null;
  }

  /**
   * @param name in any case
   * @return its values in their order; empty if there is none
   */
  public List<String> all(String name) {
    var found = new ArrayList<String>(1);
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        found.add(values.get(i));
      }
    }
    return found;
  }

  /**
   * @return how many there are, repeated ones counted each time
   */
  public int size() {
    return names.size();
  }

  /**
   * Shows all, in their order.
   *
   * @param each takes a name and a value
   */
  public void forEach(BiConsumer<String, String> each) {
    for (int i = 0; i < names.size(); i++) {
      each.accept(names.get(i), values.get(i));
    }
  }

  /** Shows the names only: values may be secrets. */
  @Override
  public String toString() {
    return names.toString();
  }
}
