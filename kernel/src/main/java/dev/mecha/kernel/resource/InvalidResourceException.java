package dev.mecha.kernel.resource;

/**
 * A document cannot be used as the resource that it claims to be. The message says where and why,
 * in one line.
 */
public class InvalidResourceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Origin origin;
  private final String problem;

  /**
   * @param origin where it is wrong
   * @param problem what is wrong, such as {@code spec.ignoreErrors: "x" (expected: true or false)};
   *     never a secret
   */
  public InvalidResourceException(Origin origin, String problem) {
    super((origin + ": " + problem).replaceAll("\\p{Cntrl}", " "));
    this.origin = origin;
    this.problem = problem;
  }

  /**
   * @return what is wrong, without the place
   */
  public String problem() {
    return problem;
  }

  /**
   * @return where it is wrong
   */
  public Origin origin() {
    return origin;
  }
}
