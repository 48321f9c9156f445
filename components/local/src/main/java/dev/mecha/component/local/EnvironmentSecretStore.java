package dev.mecha.component.local;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.secret.SecretStore;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code secretstores.local.env}: every variable of the sidecar's environment is a secret, except
 * those that hold the sidecar's own. A variable that is not set, or not to be seen, is answered as
 * an empty value and not as an absent secret: an application that asks for an optional variable
 * relies on it.
 */
public final class EnvironmentSecretStore implements SecretStore {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.contrib");

  private final String prefix;
  private final Map<String, String> variables;
  private final boolean ignoreCase;
  private volatile boolean closed;

  /**
   * @param prefix put in front of every name that is asked for, and cut off every name that is
   *     listed; may be empty
   * @param environment the variables; copied
   * @param ignoreCase whether names that differ in case only are the same, as the operating system
   *     has it
   */
  public EnvironmentSecretStore(
      String prefix, Map<String, String> environment, boolean ignoreCase) {
    this.prefix = prefix;
    this.ignoreCase = ignoreCase;
    this.variables =
        ignoreCase
            ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER)
            : new HashMap<>(environment.size());
    variables.putAll(environment);
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public Map<String, String> get(String name, Map<String, String> metadata) {
    checkOpen();
    String variable = prefix + name;
    if (isPrivate(variable)) {
      LOG.warn("Access to env var {} is forbidden", name);
      return Map.of(name, "");
    }
    return Map.of(name, variables.getOrDefault(variable, ""));
  }

  @Override
  public Map<String, Map<String, String>> getAll(Map<String, String> metadata) {
    checkOpen();
    var secrets = new HashMap<String, Map<String, String>>();
    variables.forEach(
        (variable, value) -> {
          if (hasPrefix(variable) && !isPrivate(variable)) {
            String name = variable.substring(prefix.length());
            secrets.put(name, Map.of(name, value));
          }
        });
    return secrets;
  }

  /** A variable that is called exactly like the prefix would have no name left. */
  private boolean hasPrefix(String variable) {
    return prefix.isEmpty()
        || (variable.length() > prefix.length()
            && variable.regionMatches(ignoreCase, 0, prefix, 0, prefix.length()));
  }

  /** The sidecar's own secrets, whatever the operating system thinks of case. */
  private static boolean isPrivate(String variable) {
    String name = variable.toUpperCase(Locale.ROOT);
    return name.equals("APP_API_TOKEN") || name.startsWith("DAPR_");
  }

  private void checkOpen() {
    if (closed) {
      throw new ComponentException("the secret store is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Makes {@code secretstores.local.env}. */
  public static final class Provider implements ComponentProvider<SecretStore> {

    private final Map<String, String> environment;
    private final boolean ignoreCase;

    /** For the service loader: the environment of this process. */
    public Provider() {
      this(System.getenv(), System.getProperty("os.name", "").startsWith("Windows"));
    }

    /**
     * @param environment the variables
     * @param ignoreCase whether names that differ in case only are the same
     */
    public Provider(Map<String, String> environment, boolean ignoreCase) {
      this.environment = environment;
      this.ignoreCase = ignoreCase;
    }

    @Override
    public Class<SecretStore> kind() {
      return SecretStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("secretstores.local.env");
    }

    @Override
    public SecretStore create(ComponentContext context) {
      return new EnvironmentSecretStore(
          context.metadata().property("prefix").text(""), environment, ignoreCase);
    }
  }
}
