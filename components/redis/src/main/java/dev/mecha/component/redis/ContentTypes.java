package dev.mecha.component.redis;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a request is about a JSON document. */
final class ContentTypes {

  private static final String METADATA = "contentType";
  private static final String JSON = "application/json";

  private ContentTypes() {}

  /**
   * @param metadata of a request
   * @return whether its {@code contentType} is JSON
   */
  static boolean isJson(Map<String, String> metadata) {
    return isJson(metadata.get(METADATA));
  }

  /**
   * @param contentType a media type, or null
   * @return whether it is JSON
   */
  static boolean isJson(@Nullable String contentType) {
    return JSON.equals(contentType);
  }
}
