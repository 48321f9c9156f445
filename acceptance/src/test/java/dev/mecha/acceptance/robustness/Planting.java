package dev.mecha.acceptance.robustness;

import dev.mecha.acceptance.process.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Components of one type with a canary in the place of each secret. They cannot work: there is
 * nobody at their addresses, and a canary is no key, no certificate and no token.
 */
final class Planting {

  /** Every secret has this in it. */
  static final String CANARY = "canary";

  /** Where there is nobody. */
  private static final String NOWHERE = "127.0.0.1:1";

  /** Addresses with a secret in them, in the forms that drivers know. */
  private static final List<String> FORMS =
      List.of(
          "amqp://user:%s@127.0.0.1:1",
          "tcp://user:%s@127.0.0.1:1",
          "postgres://user:%s@127.0.0.1:1/base",
          "host=127.0.0.1 port=1 user=user password=%s",
          "user:%s@tcp(127.0.0.1:1)/base",
          "nowhere://user:%s@[:x:1/%%zz");

  /** Addresses with which a component refuses everything. */
  private static final Set<String> REFUSED = Set.of("schemaRegistryURL");

  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.-]+:[0-9]+");
  private static final Pattern AUTHORITY = Pattern.compile("://[^/,]+");

  private final Description description;
  private final Map<String, String> resources = new LinkedHashMap<>();

  private Planting(Description description) {
    this.description = description;
  }

  /**
   * @param description of a type
   * @return the resource files by the name of the component; some of them ask a secret store that
   *     is called {@code secrets} for the secret {@code planted}
   */
  static Map<String, String> of(Description description) {
    var planting = new Planting(description);
    planting.plant();
    return planting.resources;
  }

  private void plant() {
    List<Description.Field> secrets =
        description.fields().stream().filter(Description.Field::sensitive).toList();
    if (secrets.isEmpty()) {
      return;
    }
    Map<String, String> all = harmless();
    secrets.forEach(secret -> all.put(secret.name(), CANARY + "-" + secret.name()));
    add(all);
    referred(secrets);
    for (Description.Field choice : description.fields()) {
      if (decidesHowToLogIn(choice)) {
        for (String value : choice.allowed()) {
          Map<String, String> chosen = new LinkedHashMap<>(all);
          chosen.put(choice.name(), value);
          add(chosen);
        }
      }
    }
    if (secrets.size() > 1) {
      secrets.forEach(
          secret -> {
            Map<String, String> only = harmless();
            only.put(secret.name(), CANARY + "-only-" + secret.name());
            add(only);
          });
    }
    for (Description.Field secret : secrets) {
      if (isAddress(secret.name())) {
        for (String form : FORMS) {
          Map<String, String> address = harmless();
          address.put(secret.name(), form.formatted(CANARY));
          add(address);
        }
      }
    }
  }

  private void referred(List<Description.Field> secrets) {
    var references = new StringBuilder();
    secrets.forEach(
        secret ->
            references.append(
                "    - name: %s\n      secretKeyRef: {name: planted, key: planted}\n"
                    .formatted(secret.name())));
    String name = nextName();
    resources.put(
        name,
        resource(name, harmless(), description.versions().getFirst())
            + references
            + "auth:\n  secretStore: secrets\n");
  }

  private static boolean decidesHowToLogIn(Description.Field field) {
    String name = field.name().toLowerCase(Locale.ROOT);
    return name.contains("auth") || name.contains("mechanism") || name.contains("protocol");
  }

  private static boolean isAddress(String field) {
    String name = field.toLowerCase(Locale.ROOT);
    return List.of("url", "host", "addr", "endpoint", "server", "broker", "connectionstring")
        .stream()
        .anyMatch(name::contains);
  }

  /** What a component needs beside its secrets. */
  private Map<String, String> harmless() {
    var values = new LinkedHashMap<String, String>();
    for (Description.Field field : description.fields()) {
      if (!field.sensitive() && (field.required() || isUseful(field.name()))) {
        values.put(field.name(), nowhere(field));
      }
    }
    return values;
  }

  /** What decides whether anybody is asked, and who asks. */
  private static boolean isUseful(String field) {
    return !REFUSED.contains(field)
        && (isAddress(field)
            || field.equals("region")
            || field.toLowerCase(Locale.ROOT).contains("user"));
  }

  private static String nowhere(Description.Field field) {
    String example = field.example();
    if (example.contains("://")) {
      return AUTHORITY.matcher(example).replaceAll("://" + NOWHERE);
    }
    if (ADDRESS.matcher(example).find()) {
      return ADDRESS.matcher(example).replaceAll(NOWHERE);
    }
    if (isAddress(field.name())) {
      return example.contains(".") ? "127.0.0.1" : example;
    }
    return example.isEmpty() ? "x" : example;
  }

  private void add(Map<String, String> values) {
    for (String version : description.versions()) {
      String name = nextName();
      resources.put(name, resource(name, values, version));
    }
  }

  private String nextName() {
    return description.type().replace('.', '-').toLowerCase(Locale.ROOT) + "-" + resources.size();
  }

  private String resource(String name, Map<String, String> values, String version) {
    var metadata = new ArrayList<String>();
    values.forEach(
        (field, value) -> {
          metadata.add(field);
          metadata.add(value);
        });
    return Resources.component(name, description.type(), metadata.toArray(String[]::new))
        .replace(" []\n", "\n")
        .replace("  version: v1\n", "  version: " + version + "\n")
        .replace("  initTimeout: 30s\n", "  initTimeout: 300ms\n  ignoreErrors: true\n");
  }
}
