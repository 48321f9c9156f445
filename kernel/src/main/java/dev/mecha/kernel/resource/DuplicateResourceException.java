package dev.mecha.kernel.resource;

/** Two resources of a kind have the same name. */
public class DuplicateResourceException extends ResourceLoadException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message one line for each name that is taken twice
   */
  public DuplicateResourceException(String message) {
    super(message, null);
  }
}
