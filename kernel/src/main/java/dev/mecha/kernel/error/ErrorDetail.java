package dev.mecha.kernel.error;

import java.util.Map;

/** A machine-readable part of an error, in the shapes of {@code google.rpc}. */
public sealed interface ErrorDetail {

  /**
   * Why, in one word.
   *
   * @param domain who has chosen the word
   * @param reason such as {@code DAPR_STATE_NOT_FOUND}
   * @param metadata what the reason is about; empty if nothing
   */
  record ErrorInfo(String domain, String reason, Map<String, String> metadata)
      implements ErrorDetail {

    /**
     * One of the API's own words.
     *
     * @param reason such as {@code DAPR_STATE_NOT_FOUND}
     * @param metadata what the reason is about; empty if nothing
     */
    public ErrorInfo(String reason, Map<String, String> metadata) {
      this(ApiError.DOMAIN, reason, metadata);
    }
  }

  /**
   * What it happened to.
   *
   * @param type such as {@code state}
   * @param name such as the component's name
   * @param owner empty if unknown
   * @param description empty if none
   */
  record ResourceInfo(String type, String name, String owner, String description)
      implements ErrorDetail {}

  /**
   * A field of the request that is wrong.
   *
   * @param field its name
   * @param description what is wrong
   */
  record BadRequest(String field, String description) implements ErrorDetail {}

  /**
   * Where to read on.
   *
   * @param url a page
   * @param description what it tells
   */
  record Help(String url, String description) implements ErrorDetail {}
}
