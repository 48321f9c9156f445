package dev.mecha.component.vault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mecha.spi.ComponentException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An engine of keys and values. Vault says which version of its interface it has; where it does not
 * say so to this token, it is the second, as the peer takes it.
 */
final class KeyValueEngine {

  /** The newest version of a secret. */
  static final String NEWEST = "0";

  private final VaultClient client;
  private final String path;
  private final String prefix;
  private volatile @Nullable Boolean versioned;

  /**
   * @param path where the engine is mounted
   * @param prefix of all secrets; empty for none
   */
  KeyValueEngine(VaultClient client, String path, String prefix) {
    this.client = client;
    this.path = encoded(path);
    this.prefix = prefix.isEmpty() ? "" : encoded(prefix) + "/";
  }

  /** Slashes are part of the name of a secret. */
  private static String encoded(String name) {
    return Arrays.stream(name.split("/", -1))
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }

  /**
   * @param version a number; only engines of the second version have several
   * @return the fields of the secret, or null if there is no such secret or version
   */
  @Nullable JsonNode read(String name, String version) throws InterruptedException {
    String secret = prefix + encoded(name);
    JsonNode answer =
        isVersioned()
            ? client.get(path + "/data/" + secret + "?version=" + encoded(version))
            : client.get(path + "/" + secret);
    if (answer == null) {
      return null;
    }
    JsonNode data = isVersioned() ? answer.at("/data/data") : answer.path("data");
    return data.isObject() ? data : null;
  }

  /** The names of all secrets below the prefix, those in folders too. */
  List<String> names() throws InterruptedException {
    var names = new ArrayList<String>();
    list("", names);
    return names;
  }

  private void list(String folder, List<String> into) throws InterruptedException {
    String metadata = isVersioned() ? path + "/metadata/" : path + "/";
    JsonNode answer = client.list(metadata + prefix + encoded(folder));
    if (answer == null) {
      return;
    }
    for (JsonNode key : answer.at("/data/keys")) {
      String name = folder + key.asText();
      if (name.endsWith("/")) {
        list(name, into);
      } else {
        into.add(name);
      }
    }
  }

  private boolean isVersioned() throws InterruptedException {
    Boolean known = versioned;
    if (known == null) {
      known = !"1".equals(version());
      versioned = known;
    }
    return known;
  }

  private String version() throws InterruptedException {
    try {
      JsonNode mount = client.get("sys/internal/ui/mounts/" + path);
      return mount == null ? "" : mount.at("/data/options/version").asText();
    } catch (ComponentException e) {
      return "";
    }
  }
}
