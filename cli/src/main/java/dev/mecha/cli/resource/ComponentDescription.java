package dev.mecha.cli.resource;

import dev.mecha.cli.yaml.BadFileException;
import dev.mecha.cli.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a component's {@code metadata.yaml} says about it.
 *
 * @param types the values of {@code spec.type} that name it
 * @param versions the values of {@code spec.version} that it has
 * @param fields its fields
 */
record ComponentDescription(List<String> types, List<String> versions, List<Field> fields) {

  /**
   * One field of {@code spec.metadata}.
   *
   * @param names its name and older ones
   * @param type such as {@code duration}
   * @param choices the words allowed, or none
   * @param required whether it has to be there
   * @param sensitive whether its value is a secret
   */
  record Field(
      List<String> names, String type, List<String> choices, boolean required, boolean sensitive) {

    String name() {
      return names.getFirst();
    }
  }

  static ComponentDescription read(YamlNode root) throws BadFileException {
    var types = new ArrayList<String>();
    types.add(root.field("type").text(""));
    types.addAll(root.field("aliases").texts());
    var fields = new ArrayList<Field>();
    for (YamlNode field : root.field("metadata").items()) {
      var names = new ArrayList<String>();
      names.add(field.field("name").text(""));
      names.addAll(field.field("aliases").texts());
      var choices = new ArrayList<>(field.field("choices").texts());
      choices.addAll(field.field("allowed").texts());
      fields.add(
          new Field(
              List.copyOf(names),
              field.field("type").text("string"),
              List.copyOf(choices),
              field.field("required").flag(),
              field.field("sensitive").flag()));
    }
    return new ComponentDescription(
        List.copyOf(types), root.field("versions").texts(), List.copyOf(fields));
  }

  Optional<Field> field(String name) {
    return fields.stream()
        .filter(field -> field.names().stream().anyMatch(each -> each.equalsIgnoreCase(name)))
        .findFirst();
  }
}
