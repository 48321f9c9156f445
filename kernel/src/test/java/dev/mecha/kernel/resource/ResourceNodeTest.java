package dev.mecha.kernel.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResourceNodeTest {

  private static ResourceNode parse(String text) {
    return ResourceNode.parse(text, new Origin("a.yaml", 0, 1));
  }

  @Test
  void readsTypes() {
    ResourceNode root =
        parse("text: 012\nflag: yes\nnumber: 0x10\ntime: 1m30s\nlist: [a, 1]\nmap: {a: 1, b: x}");
    assertThat(root.field("text").text("")).isEqualTo("012");
    assertThat(root.field("flag").flag(false)).isTrue();
    assertThat(root.field("number").integer(0)).isEqualTo(16);
    assertThat(root.field("time").duration()).isEqualTo(Duration.ofSeconds(90));
    assertThat(root.field("list").texts()).containsExactly("a", "1");
    assertThat(root.field("map").entries(value -> value.text("")))
        .containsEntry("a", "1")
        .containsEntry("b", "x");
  }

  @Test
  void absentAndNullFieldsHaveTheDefault() {
    ResourceNode root = parse("a: null\nb:\n");
    for (String name : new String[] {"a", "b", "c"}) {
      ResourceNode field = root.field(name);
      assertThat(field.isPresent()).isFalse();
      assertThat(field.text("x")).isEqualTo("x");
      assertThat(field.flag(true)).isTrue();
      assertThat(field.integer(7)).isEqualTo(7);
      assertThat(field.duration()).isNull();
      assertThat(field.texts()).isEmpty();
      assertThat(field.field("deeper").field("still").isPresent()).isFalse();
    }
  }

  @Test
  void fieldIsFoundInAnyCaseButTheExactOneComesFirst() {
    assertThat(parse("INITTIMEOUT: 1s").field("initTimeout").text("")).isEqualTo("1s");
    assertThat(parse("Name: a\nname: b\nNAME: c").field("name").text("")).isEqualTo("b");
  }

  @Test
  void ofAKeyWrittenTwiceTheLastCounts() {
    assertThat(parse("a: 1\na: 2").field("a").text("")).isEqualTo("2");
  }

  @Test
  void aliasesAndMergeKeysAreResolved() {
    ResourceNode root = parse("base: &b {x: 1, y: 1}\nuse:\n  <<: *b\n  y: 2\nagain: *b");
    assertThat(root.field("use").entries(value -> value.text("")))
        .containsEntry("x", "1")
        .containsEntry("y", "2")
        .hasSize(2);
    assertThat(root.field("again").field("y").text("")).isEqualTo("1");
  }

  @Test
  void aWrongValueIsShownWithItsPlaceAndWhatWasExpected() {
    ResourceNode spec =
        parse("x: 1\nspec:\n  ignoreErrors: maybe\n  list: 5\n  deep:\n    - n: 1.5\n")
            .field("spec");
    assertThatThrownBy(() -> spec.field("ignoreErrors").flag(false))
        .isInstanceOf(InvalidResourceException.class)
        .hasMessage("a.yaml:3: spec.ignoreErrors: \"maybe\" (expected: true or false)");
    assertThatThrownBy(() -> spec.field("list").texts())
        .hasMessage("a.yaml:4: spec.list: a number (expected: a list)");
    assertThatThrownBy(() -> spec.field("deep").text(""))
        .hasMessage("a.yaml:6: spec.deep: a list (expected: a text)");
    assertThatThrownBy(() -> spec.field("deep").items(item -> item.field("n").integer(0)))
        .hasMessage("a.yaml:6: spec.deep[0].n: \"1.5\" (expected: a whole number of 32 bits)");
    assertThatThrownBy(() -> parse("a: 3000000000").field("a").integer(0))
        .hasMessageContaining("\"3000000000\" (expected: a whole number of 32 bits)");
    assertThatThrownBy(() -> parse("a: x").field("a").duration())
        .hasMessage("a.yaml:1: a: \"x\" (expected: a duration such as 30s, 500ms or 1h30m)");
    assertThatThrownBy(() -> parse("'true': \"true\"").field("true").flag(false))
        .hasMessageContaining("\"true\" (expected: true or false)");
  }

  @Test
  void aShownValueIsOneShortLine() {
    ResourceNode root = parse("a: \"" + "x".repeat(500) + "\"\nb: \"1\\n2\"");
    assertThatThrownBy(() -> root.field("a").flag(false))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(150));
    assertThatThrownBy(() -> root.field("b").flag(false)).hasMessageContaining("\"1 2\"");
  }

  @Test
  void aSyntaxErrorNamesItsLineAndQuotesNothing() {
    assertThatThrownBy(() -> parse("password: s3cret\n\tx: s3cret\n"))
        .isInstanceOf(InvalidResourceException.class)
        .hasMessageStartingWith("a.yaml:2: not YAML: ")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> parse("a: [1, 2\nb: s3cret"))
        .hasMessageContaining("not YAML")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aValueThatContainsItselfIsRefused() {
    assertThatThrownBy(() -> parse("a: &x [*x]")).isInstanceOf(InvalidResourceException.class);
    assertThatThrownBy(() -> parse("&x {a: {b: *x}}")).isInstanceOf(InvalidResourceException.class);
    assertThatThrownBy(() -> parse("&x {<<: *x}")).isInstanceOf(InvalidResourceException.class);
  }

  @Test
  void aMillionLaughsAreRefused() {
    var text = new StringBuilder("a0: &a0 [x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      text.append(
          "a%d: &a%d [*a%d, *a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1));
    }
    assertThatThrownBy(() -> parse(text.toString())).isInstanceOf(InvalidResourceException.class);
  }

  @Test
  void aDocumentAsDeepAsAWellIsRefused() {
    assertThatThrownBy(() -> parse("a: " + "[".repeat(100_000)))
        .isInstanceOf(InvalidResourceException.class);
    assertThatThrownBy(() -> parse("a: " + "[".repeat(500) + "]".repeat(500)))
        .isInstanceOf(InvalidResourceException.class);
  }

  @Test
  void aCollectionAsKeyIsRefused() {
    assertThatThrownBy(() -> parse("? [a, b]\n: c"))
        .hasMessage("a.yaml:1: a key that is a collection (expected: a text)");
  }

  @Test
  void nothingPrintsAValue() {
    ResourceNode root = parse("a: s3cret");
    assertThat(root.toString() + root.field("a") + root.value() + root.field("a").value())
        .doesNotContain("s3cret");
  }
}
