package dev.mecha.component.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.binding.BindingRequest;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A mail as a request and the component's metadata say it; what the request says goes first. */
final class Letter {

  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, String> words;
  private final String body;

  /**
   * @param request says it
   * @param defaults what it leaves open
   * @throws ComponentException if something is missing or wrong
   */
  Letter(BindingRequest request, Map<String, String> defaults) {
    this.words = new HashMap<>(defaults);
    request
        .metadata()
        .forEach(
            (name, value) -> {
              if (!value.isEmpty() && SmtpSettings.OF_REQUESTS.contains(name)) {
                words.put(name, value);
              }
            });
    for (String name : new String[] {"emailFrom", "emailTo", "subject"}) {
      if (text(name).isEmpty()) {
        throw new ComponentException(
            "smtp binding error: "
                + name
                + " property not supplied in configuration- or request-metadata");
      }
    }
    if (text("subject").chars().anyMatch(Character::isISOControl)) {
      throw new ComponentException("subject: has a control character (expected: one line)");
    }
    if (!text("priority").isEmpty() && !text("priority").matches("[1-5]")) {
      throw new ComponentException(
          "smtp binding error:  priority value must be between 1 (highest) and 5 (lowest)");
    }
    this.body = body(request.data());
  }

  private String text(String name) {
    return words.getOrDefault(name, "");
  }

  /** What arrives over HTTP is a text in JSON; anything else is the body as it stands. */
  private static String body(byte[] data) {
    try (var json = JSON.createParser(data)) {
      if (json.nextToken() == JsonToken.VALUE_STRING) {
        String text = json.getText();
        if (json.nextToken() == null) {
          return text;
        }
      }
    } catch (IOException e) {
      // No JSON, so it is the body itself.
    }
    return new String(data, UTF_8);
  }

  /**
   * @param session with the server
   * @return the mail
   * @throws MessagingException if it cannot be put together
   */
  MimeMessage message(Session session) throws MessagingException {
    var message = new MimeMessage(session);
    message.setFrom(addresses("emailFrom")[0]);
    message.setRecipients(RecipientType.TO, addresses("emailTo"));
    if (!text("emailCC").isEmpty()) {
      message.setRecipients(RecipientType.CC, addresses("emailCC"));
    }
    if (!text("emailBCC").isEmpty()) {
      message.setRecipients(RecipientType.BCC, addresses("emailBCC"));
    }
    message.setSubject(text("subject"), "UTF-8");
    message.setHeader("X-priority", text("priority").isEmpty() ? "3" : text("priority"));
    message.setText(body, "UTF-8", "html");
    return message;
  }

  private InternetAddress[] addresses(String name) {
    String[] parts = text(name).split(";");
    var addresses = new InternetAddress[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        addresses[i] = new InternetAddress(parts[i].strip(), true);
      } catch (AddressException e) {
        throw new ComponentException(
            name + ": \"" + text(name) + "\" (expected: addresses between semicolons)", e);
      }
    }
    return addresses;
  }
}
