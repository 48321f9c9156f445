package dev.mecha.kernel.observe;

/**
 * Whether and how calls of the API are logged ({@code logging.apiLogging} and {@code
 * --enable-api-logging}).
 *
 * @param enabled whether they are
 * @param obfuscateUrls whether the name of the endpoint stands for the path, on HTTP
 * @param omitHealthChecks whether health endpoints are left out, on HTTP
 */
public record ApiLogOptions(boolean enabled, boolean obfuscateUrls, boolean omitHealthChecks) {

  /** No logging of calls. */
  public static final ApiLogOptions OFF = new ApiLogOptions(false, false, false);
}
