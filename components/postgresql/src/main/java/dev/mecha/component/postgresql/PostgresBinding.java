package dev.mecha.component.postgresql;

import dev.mecha.component.support.sql.Database;
import dev.mecha.component.support.sql.SqlBinding;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.Durations;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statements in SQL, each a transaction of its own. */
public final class PostgresBinding extends SqlBinding {

  PostgresBinding(Database database, Time clock) {
    super(database, clock);
  }

  @Override
  protected Statement statement(String sql, List<@Nullable Object> values) {
    return new NumberedStatement(sql, values);
  }

  /** Makes {@code bindings.postgresql}. */
  public static final class Provider implements ComponentProvider<Binding> {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

    private final Map<String, String> environment;

    /** For the service loader: the environment of this process. */
    public Provider() {
      this(System.getenv());
    }

    /**
     * @param environment where the variables that every PostgreSQL client reads are looked up
     */
    public Provider(Map<String, String> environment) {
      this.environment = environment;
    }

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.postgresql", "bindings.postgres");
    }

    @Override
    public Binding create(ComponentContext context) throws InterruptedException {
      var limit = context.metadata().property("timeout", "timeoutInSeconds");
      Duration timeout =
          limit.isPresent()
              ? limit.parse("a duration of at least 1s", Provider::timeout)
              : DEFAULT_TIMEOUT;
      var connection = ConnectionSettings.of(context.metadata(), environment);
      var properties =
          DriverProperties.of(context.metadata(), connection, timeout, "mecha " + context.appId());
      var database =
          new Database(
              "postgresql-" + context.name(),
              new Server(connection, properties),
              PoolFields.read(context.metadata(), connection),
              timeout);
      var binding = new PostgresBinding(database, context.clock());
      try {
        binding.ping();
        return binding;
      } catch (InterruptedException | RuntimeException e) {
        binding.close();
        throw e;
      }
    }

    private static Duration timeout(String text) {
      Duration timeout = Durations.parse(text, Duration.ofSeconds(1));
      if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException("too short");
      }
      return timeout;
    }
  }
}
