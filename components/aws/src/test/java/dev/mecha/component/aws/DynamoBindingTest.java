package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.OutputBindingTck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoBindingTest extends OutputBindingTck {

  private static TestTable table;

  @BeforeAll
  static void makeTable() {
    table = new TestTable("id");
  }

  @Override
  protected ComponentProvider<Binding> provider() {
    return new DynamoBinding.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return table.metadata();
  }

  @Override
  protected BindingRequest request() {
    return new BindingRequest("create", "{\"id\": \"tck\"}".getBytes(UTF_8), Map.of());
  }

  /** An item without the attribute that tells items apart. */
  @Override
  protected BindingRequest refusedRequest() {
    return new BindingRequest("create", "{\"name\": \"x\"}".getBytes(UTF_8), Map.of());
  }

  @Test
  void writesEveryKindOfValue() throws Exception {
    OutputBinding binding = open();
    String data =
        """
        {"id": "kinds", "text": "ü", "whole": 9007199254740993, "part": 1.50, "yes": true,
         "none": null, "list": [1, "a", [false]], "map": {"Case": 1, "case": 2}, "empty": {}}
        """;
    assertThat(ask(binding, "create", data, Map.of())).isNull();
    Map<String, AttributeValue> item = table.item("kinds");
    assertThat(item.get("text")).isEqualTo(AttributeValue.fromS("ü"));
    assertThat(item.get("whole")).isEqualTo(AttributeValue.fromN("9007199254740993"));
    assertThat(at(item, "part").n()).startsWith("1.5");
    assertThat(item.get("yes")).isEqualTo(AttributeValue.fromBool(true));
    assertThat(item.get("none")).isEqualTo(AttributeValue.fromNul(true));
    assertThat(at(item, "list").l())
        .containsExactly(
            AttributeValue.fromN("1"),
            AttributeValue.fromS("a"),
            AttributeValue.fromL(List.of(AttributeValue.fromBool(false))));
    assertThat(at(item, "map").m())
        .isEqualTo(Map.of("Case", AttributeValue.fromN("1"), "case", AttributeValue.fromN("2")));
    assertThat(at(item, "empty").m()).isEmpty();
  }

  private static AttributeValue at(Map<String, AttributeValue> item, String name) {
    return requireNonNull(item.get(name), name);
  }

  @Test
  void replacesAnItem() throws Exception {
    OutputBinding binding = open();
    ask(binding, "create", "{\"id\": \"again\", \"a\": 1}", Map.of());
    ask(binding, "create", "{\"id\": \"again\", \"b\": 2}", Map.of());
    assertThat(table.item("again")).containsOnlyKeys("id", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "canary", "{\"id\": \"a\"} more", "{\"id\""})
  void refusesWhatIsNoObject(String data) throws Exception {
    OutputBinding binding = open();
    assertThatThrownBy(() -> ask(binding, "create", data, Map.of()))
        .isInstanceOf(ComponentException.class)
        .hasMessage(
            "dynamodb binding error: invalid data: %d bytes (expected: a JSON object)"
                .formatted(data.length()));
  }

  @Test
  void saysThatTheTableIsMissing() throws Exception {
    var metadata = new HashMap<>(table.metadata());
    metadata.put("table", "absent");
    Binding binding =
        provider()
            .create(
                ComponentContexts.of("bindings.aws.dynamodb", folder).metadata(metadata).context());
    assertThatThrownBy(() -> ask((OutputBinding) binding, "create", "{\"id\": \"a\"}", Map.of()))
        .isInstanceOf(ComponentException.class)
        .hasMessageStartingWith("write to table \"absent\": ResourceNotFoundException: ");
    binding.close();
  }

  @Test
  void wantsATable() {
    assertThatThrownBy(
            () ->
                provider()
                    .create(
                        ComponentContexts.of("bindings.aws.dynamodb", folder)
                            .metadata(Map.of("region", "us-east-1"))
                            .context()))
        .hasMessage("table: missing (expected: a value)");
  }
}
