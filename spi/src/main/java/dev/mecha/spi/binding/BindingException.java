package dev.mecha.spi.binding;

import dev.mecha.spi.ComponentException;
import java.util.Map;

/** A request to an output binding failed, and the service said something about it. */
public class BindingException extends ComponentException {

  private static final long serialVersionUID = 1L;

  private final transient Map<String, String> metadata;

  /**
   * @param message what was tried and what the service answered
   * @param metadata what the service said beside that; the caller is told
   */
  public BindingException(String message, Map<String, String> metadata) {
    super(message);
    this.metadata = Map.copyOf(metadata);
  }

  /**
   * @return what the service said
   */
  public Map<String, String> metadata() {
    return metadata;
  }
}
