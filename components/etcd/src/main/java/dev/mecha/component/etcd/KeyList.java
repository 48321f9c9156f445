package dev.mecha.component.etcd;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.KeysPage;
import dev.mecha.spi.state.LikePattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lists keys by a pattern, the oldest first. Keys that one transaction made are of the same age:
 * among them the names decide.
 */
final class KeyList {

  private static final int PORTION = 1000;

  private final EtcdClient client;
  private final EtcdKeys keys;
  private final LikePattern pattern;
  private final int limit;

  /**
   * Where a key stands in the list.
   *
   * @param revision that made it
   * @param name of the key
   */
  private record Place(long revision, String name) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparingLong(Place::revision).thenComparing(Place::name);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }

    static Place parse(String token) {
      int end = token.indexOf(':');
      try {
        return new Place(Long.parseLong(token, 0, Math.max(end, 0), 10), token.substring(end + 1));
      } catch (NumberFormatException e) {
        throw new ComponentException(
            "continuation token: \"" + token + "\" (expected: that of the page before)", e);
      }
    }

    @Override
    public String toString() {
      return revision + ":" + name;
    }
  }

  /**
   * @param client of the servers
   * @param keys names of the servers
   * @param pattern not empty
   * @param limit of one page; 0 for none
   */
  KeyList(EtcdClient client, EtcdKeys keys, String pattern, int limit) {
    this.client = client;
    this.keys = keys;
    this.pattern = new LikePattern(pattern);
    this.limit = limit;
  }

  /**
   * @param token where the page before ended, or null for the first
   * @return the page
   */
  KeysPage after(@Nullable String token) throws InterruptedException {
    var found = new ArrayList<Place>();
    Place last = token == null || token.isEmpty() ? new Place(0, "") : Place.parse(token);
    long from = last.revision();
    boolean more = true;
    for (int portion = PORTION; more; ) {
      var answer = client.call("v3/kv/range", range(from, portion));
      more = Json.flag(answer, "more");
      List<Place> places = places(answer, more);
      if (places.isEmpty() && more) {
        portion *= 2; // one transaction made them all, and others
      }
      for (Place place : places) {
        from = place.revision() + 1;
        if (place.compareTo(last) > 0 && pattern.matches(place.name())) {
          found.add(place);
        }
      }
      if (limit > 0 && found.size() > limit) {
        return page(found.subList(0, limit), found.get(limit - 1).toString());
      }
    }
    return page(found, null);
  }

  private static KeysPage page(List<Place> places, @Nullable String token) {
    return new KeysPage(places.stream().map(Place::name).toList(), token);
  }

  private Map<String, Object> range(long from, int portion) {
    String prefix = pattern.literalPrefix();
    var range = new HashMap<String, Object>();
    range.put("key", keys.of(prefix));
    range.put("range_end", keys.endOf(prefix));
    range.put("keys_only", true);
    range.put("sort_target", "CREATE");
    range.put("sort_order", "ASCEND");
    range.put("limit", (long) portion);
    range.put("min_create_revision", from);
    return range;
  }

  /** Of the last revision some may be missing when there is more: it is left to the next answer. */
  private List<Place> places(Map<String, Object> answer, boolean more) {
    var places = new ArrayList<Place>();
    for (Map<?, ?> found : Json.all(answer, "kvs")) {
      places.add(new Place(Long.parseLong(Json.text(found, "create_revision")), keys.name(found)));
    }
    Collections.sort(places);
    if (more && !places.isEmpty()) {
      long cut = places.getLast().revision();
      places.removeIf(place -> place.revision() == cut);
    }
    return places;
  }
}
