package dev.mecha.component.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mecha.component.support.ClientTls;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How the sidecar logs in to the brokers, as properties of the driver. */
final class Access {

  private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
  private static final String LOGIN = "org.apache.kafka.common.security.";
  private static final String[] WAYS = {
    "none", "password", "mtls", "certificate", "oidc", "oidc_private_key_jwt", "awsiam"
  };

  private Access() {}

  /**
   * @param metadata of the component
   * @return properties for any client
   * @throws InvalidMetadataException if a field is missing, wrong, or stands for something not
   *     supported yet
   */
  static Map<String, Object> of(ComponentMetadata metadata) {
    String way = way(metadata);
    boolean encrypted = !way.equals("none") && !metadata.property("disableTls").flag(false);
    var properties = new HashMap<String, Object>();
    boolean login =
        switch (way) {
          case "password" -> password(metadata, properties);
          case "oidc" -> token(metadata, properties);
          case "mtls", "certificate" -> certificate(metadata, way, encrypted);
          case "oidc_private_key_jwt", "awsiam" ->
              throw new InvalidMetadataException(
                  "authType: \"" + way + "\" (expected: another one; it is not supported yet)");
          default -> false;
        };
    properties.put("security.protocol", (login ? "SASL_" : "") + (encrypted ? "SSL" : "PLAINTEXT"));
    if (encrypted) {
      boolean verify = !metadata.property("skipVerify").flag(false);
      properties.put("ssl.engine.factory.class", TlsEngines.class);
      properties.put(TlsEngines.TLS, ClientTls.of(metadata));
      properties.put(TlsEngines.VERIFY, verify);
    }
    return properties;
  }

  /** An older field says only whether there is a login. */
  private static String way(ComponentMetadata metadata) {
    var given = metadata.property("authType");
    var old = metadata.property("authRequired");
    if (given.isPresent() || !old.isPresent()) {
      String text = given.required();
      return metadata.property("authType").choice(text, WAYS);
    }
    if (!old.flag(false)) {
      return "none";
    }
    return metadata.property("saslPassword").isPresent() ? "password" : "mtls";
  }

  private static boolean password(ComponentMetadata metadata, Map<String, Object> properties) {
    String user = metadata.property("saslUsername").required();
    String password = metadata.property("saslPassword").secret().required();
    String mechanism = metadata.property("saslMechanism").text("PLAINTEXT");
    boolean scram = mechanism.equals("SHA-256") || mechanism.equals("SHA-512");
    properties.put("sasl.mechanism", scram ? "SCRAM-" + mechanism : "PLAIN");
    properties.put(
        "sasl.jaas.config",
        LOGIN
            + (scram ? "scram.ScramLoginModule" : "plain.PlainLoginModule")
            + " required username="
            + quoted(user)
            + " password="
            + quoted(password)
            + ";");
    return true;
  }

  private static boolean token(ComponentMetadata metadata, Map<String, Object> properties) {
    String endpoint = metadata.property("oidcTokenEndpoint").required();
    String client = metadata.property("oidcClientID").required();
    String secret = metadata.property("oidcClientSecret").secret().required();
    List<String> scopes = metadata.property("oidcScopes").list();
    var login = new StringBuilder(LOGIN).append("oauthbearer.OAuthBearerLoginModule required");
    login.append(" clientId=").append(quoted(client));
    login.append(" clientSecret=").append(quoted(secret));
    login.append(" scope=").append(quoted(scopes.isEmpty() ? "openid" : String.join(" ", scopes)));
    var extensions = metadata.property("oidcExtensions");
    if (extensions.isPresent()) {
      extensions
          .parse("a JSON object of texts", Access::texts)
          .forEach(
              (name, value) ->
                  login.append(" extension_").append(name).append('=').append(quoted(value)));
    }
    allow(endpoint);
    properties.put("sasl.mechanism", "OAUTHBEARER");
    properties.put("sasl.oauthbearer.token.endpoint.url", endpoint);
    properties.put(
        "sasl.login.callback.handler.class", LOGIN + "oauthbearer.OAuthBearerLoginCallbackHandler");
    properties.put("sasl.jaas.config", login.append(";").toString());
    return true;
  }

  /** The driver asks no address for a token that the process does not name. */
  private static synchronized void allow(String endpoint) {
    String all = System.getProperty(ALLOWED_URLS, "");
    var urls = new ArrayList<>(List.of(all.split(",")));
    if (!urls.contains(endpoint)) {
      urls.removeIf(String::isEmpty);
      urls.add(endpoint);
      System.setProperty(ALLOWED_URLS, String.join(",", urls));
    }
  }

  private static boolean certificate(ComponentMetadata metadata, String way, boolean encrypted) {
    if (!encrypted) {
      throw new InvalidMetadataException(
          "disableTls: true (expected: false with authType " + way + ")");
    }
    if (way.equals("certificate")) {
      metadata.property("caCert").required();
    }
    return false;
  }

  private static Map<String, String> texts(String json) {
    var texts = new TreeMap<String, String>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("no object");
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
          throw new IllegalArgumentException("no text");
        }
        texts.put(name, parser.getText());
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("empty");
    }
    return texts;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
