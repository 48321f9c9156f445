package dev.mecha.tck.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.KeysPage;
import dev.mecha.spi.state.StateFeature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys found by what they look like. */
public interface KeyChecks extends StateStoreFixture {

  @Test
  default void storeWithoutPrefixesOrListsRefusesThem() {
    if (!store().features().contains(StateFeature.DELETE_WITH_PREFIX)) {
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store().deleteWithPrefix(key("p")));
    }
    if (!store().features().contains(StateFeature.KEYS_LIKE)) {
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store().keysLike("%", 0, null));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"p||", "p"})
  default void deleteWithPrefixRemovesTheKeysDirectlyBelowIt(String prefix)
      throws InterruptedException {
    requires(StateFeature.DELETE_WITH_PREFIX);
    for (String name : List.of("p||1", "p||2", "p||deeper||3", "px||4", "q||p||5", "p")) {
      write(key(name), "value");
    }
    assertThat(store().deleteWithPrefix(key(prefix))).isEqualTo(2);
    assertThat(read(key("p||1"))).isNull();
    assertThat(read(key("p||2"))).isNull();
    for (String name : List.of("p||deeper||3", "px||4", "q||p||5", "p")) {
      assertThat(read(key(name))).as(name).isNotNull();
    }
    assertThat(store().deleteWithPrefix(key(prefix))).isZero();
  }

  @Test
  default void prefixIsTakenLiterally() throws InterruptedException {
    requires(StateFeature.DELETE_WITH_PREFIX);
    write(key("aXb||1"), "value");
    write(key("a_b||1"), "value");
    write(key("A_B||1"), "value");
    assertThat(store().deleteWithPrefix(key("a_b"))).isEqualTo(1);
    assertThat(store().deleteWithPrefix(key("%"))).isZero();
    assertThat(read(key("aXb||1"))).isNotNull();
    assertThat(read(key("A_B||1"))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "||"})
  default void prefixOfNothingIsRefused(String prefix) throws InterruptedException {
    requires(StateFeature.DELETE_WITH_PREFIX);
    write(key("a"), "value");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> store().deleteWithPrefix(prefix));
    assertThat(read(key("a"))).isNotNull();
  }

  @Test
  default void patternsFindKeys() throws InterruptedException {
    requires(StateFeature.KEYS_LIKE);
    for (String name : List.of("p||1", "p||2", "p||q||3", "o-p||1")) {
      write(key(name), "value");
    }
    finds("%", "p||1", "p||2", "p||q||3", "o-p||1");
    finds("p||%", "p||1", "p||2", "p||q||3");
    finds("p||_", "p||1", "p||2");
    finds("%||1", "p||1", "o-p||1");
    finds("%q%", "p||q||3");
    finds("p||1", "p||1");
    finds("p");
    finds("%||_||%", "p||q||3");
  }

  @Test
  default void escapedWildcardsAreOrdinaryCharacters() throws InterruptedException {
    requires(StateFeature.KEYS_LIKE);
    for (String name : List.of("100%", "100x", "a_b", "axb", "a\\b", "[ab]", "a.b", "*")) {
      write(key(name), "value");
    }
    finds("100\\%", "100%");
    finds("100_", "100%", "100x");
    finds("a\\_b", "a_b");
    finds("a\\\\b", "a\\b");
    finds("[ab]", "[ab]");
    finds("a.b", "a.b");
    finds("*", "*");
  }

  @Test
  default void caseCountsInPatterns() throws InterruptedException {
    requires(StateFeature.KEYS_LIKE);
    write(key("lower"), "value");
    write(key("LOWER"), "value");
    finds("low%", "lower");
    finds("LOWE_", "LOWER");
  }

  @Test
  default void pagesHoldEveryKeyOnce() throws InterruptedException {
    requires(StateFeature.KEYS_LIKE);
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      written.add(key("page" + i));
      write(written.getLast(), "value");
    }
    List<String> found = new ArrayList<>();
    @Nullable String token = null;
    do {
      KeysPage page = store().keysLike(key("page%"), 3, token);
      assertThat(page.keys()).hasSizeLessThanOrEqualTo(3);
      found.addAll(page.keys());
      token = page.continuationToken();
    } while (token != null);
    assertThat(found).containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  default void onePageThatHoldsAllHasNoToken() throws InterruptedException {
    requires(StateFeature.KEYS_LIKE);
    write(key("a"), "value");
    KeysPage page = store().keysLike(key("%"), 5, null);
    assertThat(page.keys()).containsExactly(key("a"));
    assertThat(page.continuationToken()).isNull();
    assertThat(store().keysLike(key("%"), 0, null).continuationToken()).isNull();
  }

  @Test
  default void emptyPatternIsRefused() {
    requires(StateFeature.KEYS_LIKE);
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> store().keysLike("", 0, null));
  }

  private void finds(String pattern, String... names) throws InterruptedException {
    List<String> expected = Arrays.stream(names).map(this::key).toList();
    assertThat(store().keysLike(key(pattern), 0, null).keys())
        .as(pattern)
        .containsExactlyInAnyOrderElementsOf(expected);
  }
}
