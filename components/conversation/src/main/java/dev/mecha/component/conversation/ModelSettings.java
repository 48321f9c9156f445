package dev.mecha.component.conversation;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What all models are told.
 *
 * @param key of the API; never shown; empty if the server wants none
 * @param model which one
 * @param endpoint where the API is, without a slash at the end
 * @param cacheTtl how long an answer may be given again to the same request; null for never
 * @param maxTokens the most that an answer may have; 0 for the server's own limit
 */
record ModelSettings(
    String key, String model, String endpoint, @Nullable Duration cacheTtl, int maxTokens) {

  /** Where an API is and what it offers when nobody says otherwise. */
  record Defaults(String endpoint, String model, String modelVariable, String key) {}

  /**
   * @param environment the environment variables: one may name the model, and counts for more than
   *     the metadata, as in the peer
   * @throws InvalidMetadataException if a field is wrong
   */
  static ModelSettings of(
      ComponentMetadata metadata, Defaults defaults, UnaryOperator<@Nullable String> environment) {
    String named =
        defaults.modelVariable.isEmpty() ? null : environment.apply(defaults.modelVariable);
    String model =
        named == null || named.isEmpty() ? metadata.property("model").text(defaults.model) : named;
    var key = metadata.property("key").secret();
    var ttl = metadata.property("responseCacheTTL", "cacheTTL");
    return new ModelSettings(
        defaults.key.isEmpty() ? key.required() : key.text(defaults.key),
        model,
        endpoint(metadata, defaults.endpoint.replace("{{model}}", model)),
        ttl.isPresent() ? ttl.duration(Duration.ZERO) : null,
        metadata.property("maxTokens").integer(0, 1));
  }

  private static String endpoint(ComponentMetadata metadata, String fallback) {
    var endpoint = metadata.property("endpoint");
    if (!endpoint.isPresent()) {
      return fallback;
    }
    return endpoint.parse("a URL of http or https", ModelSettings::url);
  }

  private static String url(String text) {
    URI uri = URI.create(text);
    if (uri.getHost() == null || uri.getScheme() == null || !uri.getScheme().startsWith("http")) {
      throw new IllegalArgumentException("no URL");
    }
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** Without the key. */
  @Override
  public String toString() {
    return model + " at " + endpoint;
  }
}
