package dev.mecha.component.wasm;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpBody;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a policy of Open Policy Agent, compiled to WebAssembly, whether requests may go on. */
public final class OpaMiddleware implements HttpMiddleware {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.middleware.http.opa");

  private static final String ERROR_HEADER = "x-dapr-opa-error";
  private static final int DENIED = 403;
  private static final long LARGEST_BODY = 64L << 20;
  private static final String HOW_TO_COMPILE =
      "rego: Rego is not compiled here (expected: url or policyWasm with the file policy.wasm from"
          + " the bundle.tar.gz that \"opa build -t wasm -e http/allow policy.rego\" makes)";

  private final Pool<OpaPolicy> policies;
  private final int defaultStatus;
  private final List<String> includedHeaders;
  private final boolean readBody;

  /** Makes middleware of the type {@code middleware.http.opa}. */
  public static final class Provider extends WasmProvider {

    /** For the service loader. */
    public Provider() {
      super("opa");
    }

    @Override
    public HttpMiddleware create(ComponentContext context) throws InterruptedException {
      return new OpaMiddleware(context.metadata());
    }
  }

  OpaMiddleware(ComponentMetadata metadata) throws InterruptedException {
    this.defaultStatus = metadata.property("defaultStatus").integer(DENIED, 100, 599);
    this.includedHeaders = metadata.property("includedHeaders").list();
    this.readBody = metadata.property("readBody").flag(false);
    WasmModule module = WasmSource.parse("the policy", policy(metadata));
    try {
      this.policies = new Pool<>(() -> new OpaPolicy(module));
    } catch (ChicoryException | GuestException | IllegalArgumentException e) {
      throw new ComponentException("the policy cannot be used: " + e.getMessage(), e);
    }
  }

  private static byte[] policy(ComponentMetadata metadata) throws InterruptedException {
    if (metadata.property("policyWasm").isPresent()) {
      return metadata.property("policyWasm").parse("base64", Base64.getMimeDecoder()::decode);
    }
    String url = metadata.property("url").text();
    if (url == null) {
      throw new InvalidMetadataException(HOW_TO_COMPILE);
    }
    return WasmSource.load(url);
  }

  @Override
  public Verdict handle(HttpRequest request) throws InterruptedException {
    HttpRequest goes = request;
    String body = "";
    if (readBody) {
      byte[] bytes = request.body().readAtMost(LARGEST_BODY);
      body = new String(bytes, StandardCharsets.UTF_8);
      goes = request.withBody(HttpBody.of(bytes));
    }
    try {
      return verdict(goes, decide(input(request, body)));
    } catch (ChicoryException | GuestException | IllegalArgumentException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      LOG.warn("Error processing rego policy: {}", e.getMessage());
      HttpAnswer answer = HttpAnswer.ofStatus(defaultStatus);
      answer.headers().set(ERROR_HEADER, "true");
      return Verdict.answer(answer);
    }
  }

  private Verdict verdict(HttpRequest request, OpaDecision decision) {
    if (decision.allow()) {
      decision.headers().forEach(request.headers()::set);
      return Verdict.pass(request);
    }
    HttpAnswer answer =
        HttpAnswer.ofStatus(decision.status() == 0 ? defaultStatus : decision.status());
    decision
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.equalsIgnoreCase("content-type")) {
                answer.headers().set(name, value);
              }
            });
    return Verdict.answer(answer);
  }

  private OpaDecision decide(String input) {
    OpaPolicy policy = policies.take();
    Object results = policy.evaluate(input);
    policies.give(policy);
    return OpaDecision.of(results);
  }

  private String input(HttpRequest request, String body) {
    String path = request.path();
    var headers = new LinkedHashMap<String, String>();
    for (String name : includedHeaders) {
      List<String> values = request.headers().all(name);
      if (!values.isEmpty()) {
        headers.put(HeaderName.canonical(name), String.join(", ", values));
      }
    }
    var input = new LinkedHashMap<String, Object>();
    input.put("method", request.verb());
    input.put("path", path);
    input.put("path_parts", List.of(trimmed(path).split("/", -1)));
    input.put("raw_query", request.query());
    input.put("query", query(request.query()));
    input.put("headers", headers);
    input.put("scheme", "");
    input.put("body", body);
    return Json.write(Map.of("request", input));
  }

  private static String trimmed(String path) {
    int begin = 0;
    int end = path.length();
    while (begin < end && path.charAt(begin) == '/') {
      begin++;
    }
    while (end > begin && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(begin, end);
  }

  private static Map<String, List<String>> query(String query) {
    var values = new LinkedHashMap<String, List<String>>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        values.computeIfAbsent(decoded(name), _ -> new ArrayList<>()).add(decoded(value));
      }
    }
    return values;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  @Override
  public void close() {
    // instances are memory only
  }
}
