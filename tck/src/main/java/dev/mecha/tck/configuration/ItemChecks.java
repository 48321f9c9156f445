package dev.mecha.tck.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.configuration.ConfigurationItem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is read. */
public interface ItemChecks extends ConfigurationFixture {

  @Test
  default void itemHasItsValueAndVersion() throws Exception {
    put(key("a"), "one", "3");
    assertThat(store().get(List.of(key("a")), Map.of()))
        .isEqualTo(Map.of(key("a"), ConfigurationItem.of("one", "3")));
  }

  @Test
  default void valuesMayBeOdd() throws Exception {
    for (String odd : List.of("ü漢😀", "a'b\"c\\d", "a\nb", "{\"a\":[1]}", " ", "x".repeat(2000))) {
      put(key("a"), odd, "");
      assertThat(store().get(List.of(key("a")), Map.of()))
          .extractingByKey(key("a"))
          .extracting(ConfigurationItem::value)
          .isEqualTo(odd);
    }
  }

  @Test
  default void whatIsNotThereIsLeftOut() throws Exception {
    put(key("a"), "one", "1");
    put(key("b"), "two", "1");
    remove(key("b"));
    assertThat(store().get(List.of(key("a"), key("b"), key("c")), Map.of()))
        .containsOnlyKeys(key("a"));
    assertThat(store().get(List.of(key("c")), Map.of())).isEmpty();
  }

  @Test
  default void noKeysStandForAll() throws Exception {
    for (int i = 0; i < 20; i++) {
      put(key("k" + i), "v" + i, "1");
    }
    Map<String, ConfigurationItem> all = store().get(List.of(), Map.of());
    for (int i = 0; i < 20; i++) {
      assertThat(all).containsEntry(key("k" + i), ConfigurationItem.of("v" + i, "1"));
    }
  }

  @Test
  default void laterValueIsRead() throws Exception {
    put(key("a"), "one", "1");
    store().get(List.of(key("a")), Map.of());
    put(key("a"), "two", "2");
    assertThat(store().get(List.of(key("a")), Map.of()))
        .containsEntry(key("a"), ConfigurationItem.of("two", "2"));
  }
}
