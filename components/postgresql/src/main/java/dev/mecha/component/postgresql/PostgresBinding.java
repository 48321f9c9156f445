package dev.mecha.component.postgresql;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.Durations;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statements in SQL, each a transaction of its own. */
public final class PostgresBinding implements OutputBinding {

  private final Database database;
  private final InstantSource clock;
  private volatile boolean closed;

  PostgresBinding(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** As with the store: nothing of the driver's holds a carrier thread. */
  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() throws InterruptedException {
    database.read(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.execute("SELECT 1");
          }
        });
  }

  @Override
  public List<String> operations() {
    return List.of("exec", "query", "close");
  }

  @Override
  public @Nullable BindingResponse invoke(BindingRequest request) throws InterruptedException {
    if (request.operation().equals("close")) {
      close();
      return null;
    }
    if (closed) {
      throw new ComponentException("component is closed");
    }
    String sql = request.metadata().getOrDefault("sql", "");
    if (sql.isEmpty()) {
      throw new ComponentException("required metadata not set: sql");
    }
    List<@Nullable String> values = Parameters.read(request.metadata().getOrDefault("params", ""));
    var statement = new NumberedStatement(sql, values);
    var report = new Report(request.operation(), sql, clock);
    return switch (request.operation()) {
      case "exec" -> report.rows(database.write(statement::execute));
      case "query" -> report.data(database.write(statement::query));
      default ->
          throw new ComponentException(
              "invalid operation type: "
                  + request.operation()
                  + ". Expected exec, query, or close");
    };
  }

  @Override
  public void close() {
    closed = true;
    database.close();
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
              PoolSettings.of(context.metadata(), connection),
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
