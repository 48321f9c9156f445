package dev.mecha.component.smtp;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of {@code bindings.smtp}. No secret is in its text form.
 *
 * @param host of the server
 * @param port of the server; 465 speaks TLS from the beginning, others change to it when the server
 *     offers that
 * @param login of the sidecar, or null for none
 * @param verify whether the server must prove who it is
 * @param mail what a request leaves open
 */
record SmtpSettings(
    String host, int port, @Nullable Login login, boolean verify, Map<String, String> mail) {

  /** What a request may say as well. */
  static final Set<String> OF_REQUESTS =
      Set.of("emailFrom", "emailTo", "emailCC", "emailBCC", "subject", "priority");

  private static final int TLS_PORT = 465;
  private static final String CONNECT_MILLIS = "10000";
  private static final String ANSWER_MILLIS = "30000";
  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  /**
   * Who the sidecar is to the server.
   *
   * @param user its name
   * @param password a secret
   */
  record Login(String user, String password) {

    /** Without the password. */
    @Override
    public String toString() {
      return user;
    }
  }

  /**
   * @param metadata of the component
   * @return the settings
   * @throws InvalidMetadataException if a field is missing or wrong
   */
  static SmtpSettings of(ComponentMetadata metadata) {
    var user = metadata.property("user");
    var password = metadata.property("password").secret();
    if (user.isPresent() != password.isPresent()) {
      throw new InvalidMetadataException(
          "smtp binding error: both user and password fields are required in metadata");
    }
    var mail = new HashMap<String, String>();
    OF_REQUESTS.forEach(
        name -> {
          String value = metadata.property(name).text();
          if (value != null) {
            mail.put(name, value);
          }
        });
    int _ = metadata.property("priority").integer(3, 1, 5);
    return new SmtpSettings(
        metadata.property("host").required(),
        metadata.property("port").integer(587, 1, 65_535),
        user.isPresent() ? new Login(user.required(), password.required()) : null,
        !metadata.property("skipTLSVerify").flag(false),
        Map.copyOf(mail));
  }

  /**
   * What the mail library is told. A password goes over an encrypted connection only, but for a
   * server on the same machine.
   */
  Properties properties() {
    var properties = new Properties();
    properties.setProperty("mail.smtp.host", host);
    properties.setProperty("mail.smtp.port", String.valueOf(port));
    properties.setProperty("mail.smtp.connectiontimeout", CONNECT_MILLIS);
    properties.setProperty("mail.smtp.timeout", ANSWER_MILLIS);
    properties.setProperty("mail.smtp.writetimeout", ANSWER_MILLIS);
    properties.setProperty("mail.smtp.auth", String.valueOf(login != null));
    properties.setProperty("mail.smtp.ssl.enable", String.valueOf(port == TLS_PORT));
    properties.setProperty("mail.smtp.starttls.enable", String.valueOf(port != TLS_PORT));
    properties.setProperty(
        "mail.smtp.starttls.required",
        String.valueOf(port != TLS_PORT && login != null && !HERE.contains(host)));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", String.valueOf(verify));
    if (!verify) {
      properties.setProperty("mail.smtp.ssl.trust", "*");
    }
    return properties;
  }
}
