package dev.mecha.component.redis;

import static dev.mecha.spi.state.StateQuery.Comparison.EQ;
import static dev.mecha.spi.state.StateQuery.Comparison.GT;
import static dev.mecha.spi.state.StateQuery.Comparison.GTE;
import static dev.mecha.spi.state.StateQuery.Comparison.LT;
import static dev.mecha.spi.state.StateQuery.Comparison.LTE;
import static dev.mecha.spi.state.StateQuery.Comparison.NEQ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateQuery.And;
import dev.mecha.spi.state.StateQuery.Compare;
import dev.mecha.spi.state.StateQuery.Filter;
import dev.mecha.spi.state.StateQuery.In;
import dev.mecha.spi.state.StateQuery.Or;
import dev.mecha.spi.state.StateQuery.Sort;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTextTest {

  private static final SearchText TEXT =
      new SearchText(
          new QueryIndex(
              "people",
              List.of(
                  new QueryIndex.Field("person.org", "TEXT"),
                  new QueryIndex.Field("person.id", "NUMERIC"),
                  new QueryIndex.Field("state", "text"),
                  new QueryIndex.Field("role", "TAG"))));

  @Test
  void noFilterFindsAll() {
    assertThat(TEXT.of(null)).isEqualTo("*");
  }

  @Test
  void comparisons() {
    becomes("@var2:(CA)", new Compare(EQ, "state", "CA"));
    becomes("-(@var2:(CA))", new Compare(NEQ, "state", "CA"));
    becomes("@var1:[123 123]", new Compare(EQ, "person.id", 123));
    becomes("@var1:[1.5 1.5]", new Compare(EQ, "person.id", 1.5));
    becomes("@var1:[1000000000000 1000000000000]", new Compare(EQ, "person.id", 1e12));
    becomes("@var1:[(5 +inf]", new Compare(GT, "person.id", 5L));
    becomes("@var1:[5 +inf]", new Compare(GTE, "person.id", 5));
    becomes("@var1:[-inf (5]", new Compare(LT, "person.id", 5));
    becomes("@var1:[-inf -5]", new Compare(LTE, "person.id", -5));
    becomes("@var3:{admin}", new Compare(EQ, "role", "admin"));
    becomes("@var3:{true}", new Compare(EQ, "role", true));
    becomes("((@var2:(CA))|(@var2:(WA)))", new In("state", List.of("CA", "WA")));
    becomes("((@var1:[1 1]))", new In("person.id", List.of(1)));
  }

  @Test
  void combinations() {
    Filter org = new Compare(NEQ, "person.org", "B");
    Filter ids = new In("person.id", List.of(567, 890));
    becomes(
        "((@var1:[123 123])|(-(@var0:(B)) (((@var1:[567 567])|(@var1:[890 890])))))",
        new Or(List.of(new Compare(EQ, "person.id", 123), new And(List.of(org, ids)))));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "New York, ~\"New York\"~",
        "hello-world, ~\"hello world\"~",
        "a)|*, a",
        "*)|(@var0:x, ~\"var0 x\"~",
        "São_Paulo, São_Paulo"
      })
  void wordsNeverBecomeSyntax(String value, String words) {
    becomes("@var0:(" + words + ")", new Compare(EQ, "person.org", value));
  }

  @Test
  void tagsNeverBecomeSyntax() {
    becomes("@var3:{a\\}\\ \\|\\ \\{b}", new Compare(EQ, "role", "a} | {b"));
    becomes("@var3:{user\\@host\\.net}", new Compare(EQ, "role", "user@host.net"));
  }

  @Test
  void whatCannotBeSearchedIsRefused() {
    refused("JSON path \"city\" is not indexed", new Compare(EQ, "city", "x"));
    refused(
        "unsupported type of value CA; string type not permitted", new Compare(GT, "state", "CA"));
    refused(
        "unsupported type of value x (expected: one that a NUMERIC",
        new Compare(EQ, "person.id", "x"));
    refused("unsupported type of value 1 (expected: one that a TEXT", new Compare(EQ, "state", 1));
    refused("unsupported type of value null", new Compare(EQ, "state", null));
    refused("unsupported type of value null", new Compare(EQ, "role", null));
    refused("unsupported type of value --", new Compare(EQ, "state", "--"));
  }

  @Test
  void oneSortOnly() {
    var one = new Sort("person.id", true);
    assertThat(TEXT.sort(new StateQuery(null, List.of(one), 0, null))).isEqualTo(one);
    assertThat(TEXT.alias("person.id")).isEqualTo("var1");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> TEXT.sort(new StateQuery(null, List.of(one, one), 0, null)))
        .withMessage(
            "multiple SORTBY steps are not allowed. Sort multiple fields in a single step");
  }

  private static void becomes(String expected, Filter filter) {
    assertThat(TEXT.of(filter)).isEqualTo(expected);
  }

  private static void refused(String message, Filter filter) {
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> TEXT.of(filter))
        .withMessageStartingWith(message);
  }
}
