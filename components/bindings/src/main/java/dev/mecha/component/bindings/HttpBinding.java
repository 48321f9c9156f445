package dev.mecha.component.bindings;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingException;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Calls a service over HTTP: the operation is the verb, metadata whose names begin with a capital
 * letter are headers. What was answered is told even if it counts as a failure.
 */
public final class HttpBinding implements OutputBinding {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
  private static final Pattern TRUE = Pattern.compile("(?i)\\s*(1|y|yes|t|true|on)\\s*");

  private final HttpSettings settings;
  private final HttpClient client;

  HttpBinding(HttpSettings settings) {
    this.settings = settings;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(CONNECT_TIMEOUT);
    if (settings.tls().isConfigured()) {
      builder.sslContext(settings.tls().context());
    }
    this.client = builder.build();
  }

  /** The client's work is done by its own threads; a call waits for it. */
  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public List<String> operations() {
    return List.of("create", "get", "head", "post", "put", "patch", "delete", "options", "trace");
  }

  @Override
  public BindingResponse invoke(BindingRequest request) throws InterruptedException {
    HttpRequest call = OutgoingCall.of(request, settings);
    HttpResponse<byte[]> answer = send(call);
    Map<String, String> metadata = metadata(answer);
    boolean good = answer.statusCode() / 100 == 2;
    if (!good && failsUnlessGood(request)) {
      throw new BindingException("received status code " + answer.statusCode(), metadata);
    }
    return new BindingResponse(answer.body(), metadata);
  }

  private boolean failsUnlessGood(BindingRequest request) {
    String asked = request.metadata().getOrDefault("errorIfNot2XX", "");
    return asked.isEmpty() ? settings.errorIfNot2XX() : TRUE.matcher(asked).matches();
  }

  private HttpResponse<byte[]> send(HttpRequest call) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(call, _ -> new BoundedBody(settings.maxResponseBytes()));
    try {
      Duration timeout = settings.responseTimeout();
      return timeout.isZero() ? answer.get() : answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw failure(call, e.getCause());
    } catch (TimeoutException e) {
      throw failure(call, new TimeoutException("context deadline exceeded"));
    } finally {
      answer.cancel(true); // ends the exchange if it still goes on
    }
  }

  private static ComponentException failure(HttpRequest call, @Nullable Throwable cause) {
    String verb = call.method().charAt(0) + call.method().substring(1).toLowerCase(Locale.ROOT);
    String why =
        cause == null || cause.getMessage() == null
            ? String.valueOf(cause)
            : String.valueOf(cause.getMessage());
    return new ComponentException(verb + " \"" + call.uri() + "\": " + why, cause);
  }

  private static Map<String, String> metadata(HttpResponse<?> answer) {
    var metadata = new LinkedHashMap<String, String>();
    int status = answer.statusCode();
    String reason = StatusReasons.of(status);
    metadata.put("statusCode", Integer.toString(status));
    metadata.put("status", reason.isEmpty() ? Integer.toString(status) : status + " " + reason);
    HttpHeaders headers = answer.headers();
    headers
        .map()
        .forEach(
            (name, values) -> metadata.put(HeaderNames.canonical(name), String.join(", ", values)));
    return metadata;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /** Makes {@code bindings.http}. */
  public static final class Provider implements ComponentProvider<Binding> {

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.http");
    }

    @Override
    public Binding create(ComponentContext context) {
      return new HttpBinding(HttpSettings.of(context.metadata()));
    }
  }
}
