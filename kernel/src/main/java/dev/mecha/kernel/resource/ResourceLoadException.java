package dev.mecha.kernel.resource;

import org.jspecify.annotations.Nullable;

/**
 * The resources as a whole cannot be used: a directory is missing, a name is taken twice, the
 * configuration is wrong.
 */
public class ResourceLoadException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong; one line per problem
   * @param cause what the file system or the parser said, or null
   */
  public ResourceLoadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
