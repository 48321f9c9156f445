package dev.mecha.kernel.resource;

import org.jspecify.annotations.Nullable;

/**
 * A metadata field refers to something that is not there. The message names the reference and never
 * shows a value.
 */
public class UnresolvedMetadataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message such as {@code redisPassword: secret store "vault" has no secret "redis"}
   */
  public UnresolvedMetadataException(String message) {
    this(message, null);
  }

  /**
   * @param message which reference cannot be resolved
   * @param cause what the secret store said, or null
   */
  public UnresolvedMetadataException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
