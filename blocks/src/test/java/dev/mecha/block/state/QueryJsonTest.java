package dev.mecha.block.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.error.ApiException;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateQuery.And;
import dev.mecha.spi.state.StateQuery.Compare;
import dev.mecha.spi.state.StateQuery.Comparison;
import dev.mecha.spi.state.StateQuery.In;
import dev.mecha.spi.state.StateQuery.Or;
import dev.mecha.spi.state.StateQuery.Sort;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryJsonTest {

  private static StateQuery parse(String json) {
    return QueryJson.parse("store", json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsFilterOrderAndPage() {
    StateQuery query =
        parse(
            """
            {"filter":{"OR":[
               {"EQ":{"person.org":"Dev Ops"}},
               {"AND":[{"GTE":{"person.id":5}},{"IN":{"state":["CA","WA"]}}]}]},
             "sort":[{"key":"state","order":"DESC"},{"key":"person.id"}],
             "page":{"limit":3,"token":"t"}}
            """);

    assertThat(query)
        .isEqualTo(
            new StateQuery(
                new Or(
                    List.of(
                        new Compare(Comparison.EQ, "person.org", "Dev Ops"),
                        new And(
                            List.of(
                                new Compare(Comparison.GTE, "person.id", 5),
                                new In("state", List.of("CA", "WA")))))),
                List.of(new Sort("state", true), new Sort("person.id", false)),
                3,
                "t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"filter\":{}}", "{\"filter\":null,\"page\":{\"token\":\"\"}}"})
  void noConditionMeansAll(String json) {
    assertThat(parse(json)).isEqualTo(new StateQuery(null, List.of(), 0, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"filter\":[]}",
        "{\"filter\":{\"EQ\":{}}}",
        "{\"filter\":{\"EQ\":{\"a\":1,\"b\":2}}}",
        "{\"filter\":{\"EQ\":{\"a\":1},\"NEQ\":{\"b\":2}}}",
        "{\"filter\":{\"EQ\":{\"a\":{}}}}",
        "{\"filter\":{\"AND\":[{\"EQ\":{\"a\":1}}]}}",
        "{\"filter\":{\"AND\":[{},{}]}}",
        "{\"filter\":{\"IN\":{\"a\":[]}}}",
        "{\"sort\":[{\"key\":\"a\",\"order\":\"up\"}]}",
        "{\"page\":{\"limit\":\"3\"}}"
      })
  void everythingElseIsAFailedQuery(String json) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.error().code()).isEqualTo("ERR_STATE_QUERY"));
  }

  @Test
  void conditionsWithinEachOtherEndSomewhere() {
    String deep = "{\"AND\":[".repeat(500) + "{}" + "]}".repeat(500);

    assertThatThrownBy(() -> parse("{\"filter\":" + deep + "}")).isInstanceOf(ApiException.class);
  }
}
