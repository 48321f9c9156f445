package dev.mecha.component.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Vault's documented API of engines of keys and values, as far as reading goes. */
final class StubVault implements AutoCloseable {

  /** What requests must bring. */
  volatile String token = "hvs.canary";

  /** Whether clients may know the version of the engine. */
  volatile boolean tellsVersion = true;

  /** Every request. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final Map<String, JsonNode> secrets = new ConcurrentSkipListMap<>();
  private final HttpServer server;
  private final String mount;
  private final int version;

  /**
   * @param tls null to speak in the clear
   */
  StubVault(String mount, int version, @Nullable SSLContext tls) {
    this.mount = mount;
    this.version = version;
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      if (tls == null) {
        server = HttpServer.create(address, 0);
      } else {
        HttpsServer secured = HttpsServer.create(address, 0);
        secured.setHttpsConfigurator(new HttpsConfigurator(tls));
        server = secured;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Puts a secret there, with its prefix. */
  void put(String path, String json) throws IOException {
    secrets.put(path, VaultClient.JSON.readTree(json));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring("/v1/".length());
      String query = exchange.getRequestURI().getQuery();
      requests.add(exchange.getRequestMethod() + " " + path + (query == null ? "" : "?" + query));
      if (!token.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
        respond(exchange, 403, "{\"errors\":[\"permission denied\"]}");
      } else if (path.equals("sys/internal/ui/mounts/" + mount) && tellsVersion) {
        respond(
            exchange,
            200,
            "{\"data\":{\"type\":\"kv\",\"options\":{\"version\":\"%d\"}}}".formatted(version));
      } else if (path.startsWith(mount + "/")) {
        engine(exchange, path.substring(mount.length() + 1), query == null ? "" : query);
      } else {
        respond(exchange, 403, "{\"errors\":[\"preflight capability check returned 403\"]}");
      }
    }
  }

  private void engine(HttpExchange exchange, String path, String query) throws IOException {
    boolean lists = exchange.getRequestMethod().equals("LIST");
    String kind = version == 1 ? "" : lists ? "metadata/" : "data/";
    if (!path.startsWith(kind)) {
      respond(exchange, 404, "{\"errors\":[]}");
      return;
    }
    String name = path.substring(kind.length());
    ObjectNode answer = VaultClient.JSON.createObjectNode();
    if (lists) {
      var keys = answer.putObject("data").putArray("keys");
      keysBelow(name.isEmpty() || name.endsWith("/") ? name : name + "/").forEach(keys::add);
      respond(exchange, keys.isEmpty() ? 404 : 200, answer.toString());
      return;
    }
    JsonNode secret = secrets.get(name + (query.equals("version=7") ? "@7" : ""));
    if (secret == null) {
      respond(exchange, 404, "{\"errors\":[]}");
    } else {
      ObjectNode data = version == 1 ? answer : answer.putObject("data");
      data.set("data", secret);
      respond(exchange, 200, answer.toString());
    }
  }

  private Iterable<String> keysBelow(String folder) {
    var keys = new TreeMap<String, Boolean>();
    for (String path : secrets.keySet()) {
      if (path.startsWith(folder) && path.indexOf('@') < 0) {
        String rest = path.substring(folder.length());
        int slash = rest.indexOf('/');
        keys.put(slash < 0 ? rest : rest.substring(0, slash + 1), true);
      }
    }
    return keys.keySet();
  }

  private static void respond(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
