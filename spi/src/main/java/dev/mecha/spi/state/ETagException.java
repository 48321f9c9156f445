package dev.mecha.spi.state;

import dev.mecha.spi.ComponentException;
import org.jspecify.annotations.Nullable;

/** The condition of a write does not hold. Nothing was changed. */
public class ETagException extends ComponentException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Kind {
    /** Another version is there, or none. */
    MISMATCH,
    /** The text cannot be an ETag of this store. */
    INVALID
  }

  private final Kind kind;

  private ETagException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /**
   * @param key whose version differs
   * @return another version is there, or none
   */
  public static ETagException mismatch(String key) {
    return new ETagException(Kind.MISMATCH, "possible etag mismatch. error from state store", null);
  }

  /**
   * @param etag what was given
   * @return it cannot be an ETag of this store
   */
  public static ETagException invalid(String etag) {
    return new ETagException(Kind.INVALID, "invalid etag value: " + etag, null);
  }

  /**
   * @return why the condition does not hold
   */
  public Kind kind() {
    return kind;
  }
}
