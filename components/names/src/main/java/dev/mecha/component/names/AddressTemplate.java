package dev.mecha.component.names;

import dev.mecha.spi.nameresolution.ResolveRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of the peer's template language that has a meaning for addresses: the fields {@code ID},
 * {@code Namespace} and {@code Port} between double braces.
 */
final class AddressTemplate {

  private static final Pattern FIELD =
      Pattern.compile("\\{\\{-?\\s*\\.(ID|Namespace|Port)\\s*-?}}");

  private final String text;

  private AddressTemplate(String text) {
    this.text = text;
  }

  /**
   * @param text with fields
   * @return the template
   * @throws IllegalArgumentException if something else is between double braces
   */
  static AddressTemplate parse(String text) {
    if (FIELD.matcher(text).replaceAll("").contains("{{")) {
      throw new IllegalArgumentException("not a field");
    }
    return new AddressTemplate(text);
  }

  String fill(ResolveRequest request) {
    return FIELD
        .matcher(text)
        .replaceAll(
            field ->
                Matcher.quoteReplacement(
                    switch (field.group(1)) {
                      case "ID" -> request.appId();
                      case "Namespace" -> request.namespace();
                      default -> String.valueOf(request.port());
                    }));
  }
}
