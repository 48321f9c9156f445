package dev.mecha.component.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.tck.OutputBindingTck;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmtpBindingTest extends OutputBindingTck {

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final Map<String, String> more = new HashMap<>();

  @BeforeEach
  void startServer() {
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop();
  }

  @Override
  protected ComponentProvider<Binding> provider() {
    return new SmtpBinding.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    var metadata = new HashMap<String, String>();
    metadata.put("host", "127.0.0.1");
    metadata.put("port", String.valueOf(server.getSmtp().getPort()));
    metadata.put("emailFrom", "app@example.com");
    metadata.put("emailTo", "one@example.com; Two <two@example.com>");
    metadata.put("subject", "News");
    metadata.putAll(more);
    return metadata;
  }

  @Override
  protected BindingRequest request() {
    return new BindingRequest("create", "\"<p>Grüße</p>\"".getBytes(UTF_8), Map.of());
  }

  @Override
  protected BindingRequest refusedRequest() {
    return new BindingRequest("create", "x".getBytes(UTF_8), Map.of("emailTo", "nobody@@x"));
  }

  @Test
  void aMailSaysWhatTheFieldsSay() throws Exception {
    open().invoke(request());
    MimeMessage[] got = server.getReceivedMessages();
    assertThat(got).hasSize(2);
    assertThat(got[0].getSubject()).isEqualTo("News");
    assertThat(got[0].getFrom()[0]).hasToString("app@example.com");
    assertThat(got[0].getRecipients(RecipientType.TO)).hasSize(2);
    assertThat(got[0].getHeader("X-priority")).containsExactly("3");
    assertThat(got[0].getContentType()).isEqualTo("text/html; charset=UTF-8");
    assertThat(got[0].getContent()).asString().isEqualTo("<p>Grüße</p>");
  }

  @Test
  void whatTheRequestSaysGoesFirstAndIsForgotten() throws Exception {
    OutputBinding binding = open();
    var metadata =
        Map.of(
            "emailFrom", "other@example.com",
            "emailTo", "to@example.com",
            "emailCC", "cc@example.com",
            "emailBCC", "secret@example.com",
            "subject", "Änderung",
            "priority", "1");
    ask(binding, "create", "{not json", metadata);
    MimeMessage[] got = server.getReceivedMessages();
    assertThat(got).hasSize(3);
    assertThat(got[0].getSubject()).isEqualTo("Änderung");
    assertThat(got[0].getHeader("X-priority")).containsExactly("1");
    assertThat(Arrays.toString(got[0].getAllRecipients()))
        .isEqualTo("[to@example.com, cc@example.com]");
    assertThat(got[0].getContent()).asString().isEqualTo("{not json");
    ask(binding, "create", "again", Map.of());
    assertThat(server.getReceivedMessages()[3].getSubject()).isEqualTo("News");
  }

  @Test
  void logsIn() throws Exception {
    server.setUser("app@example.com", "app", "s3cret");
    more.put("user", "app");
    more.put("password", "s3cret");
    open().invoke(request());
    assertThat(server.getReceivedMessages()).hasSize(2);
  }

  @Test
  void aRefusedLoginIsSaidWithoutThePassword() throws Exception {
    server.setUser("app@example.com", "app", "s3cret");
    more.put("user", "app");
    more.put("password", "wrong-password");
    OutputBinding binding = open();
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> binding.invoke(request()))
        .withMessageStartingWith("error from smtp binding, sending email failed: ")
        .withMessageNotContaining("wrong-password");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void whatIsMissingOrWrongIsSaid() throws Exception {
    more.put("subject", "");
    OutputBinding binding = open();
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> binding.invoke(request()))
        .withMessage(
            "smtp binding error: subject property not supplied in configuration- or"
                + " request-metadata");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(
            () -> ask(binding, "create", "x", Map.of("subject", "a\r\nBcc: other@example.com")))
        .withMessageStartingWith("subject: ");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> ask(binding, "create", "x", Map.of("subject", "a", "priority", "6")))
        .withMessageContaining("priority value must be between 1 (highest) and 5 (lowest)");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void aServerThatIsAwayIsAFailure() throws Exception {
    OutputBinding binding = open();
    server.stop();
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> binding.invoke(request()))
        .withMessageContaining("127.0.0.1");
  }

  @Test
  void passwordsAreSentEncryptedToOthers() {
    var fields = new HashMap<>(Map.of("host", "mail.example.com", "user", "a", "password", "b"));
    assertThat(SmtpSettings.of(ComponentMetadata.of(fields)).properties())
        .containsEntry("mail.smtp.port", "587")
        .containsEntry("mail.smtp.starttls.required", "true")
        .containsEntry("mail.smtp.ssl.checkserveridentity", "true");
    fields.put("port", "465");
    fields.put("skipTLSVerify", "true");
    assertThat(SmtpSettings.of(ComponentMetadata.of(fields)).properties())
        .containsEntry("mail.smtp.ssl.enable", "true")
        .containsEntry("mail.smtp.ssl.trust", "*");
  }

  @Test
  void wrongFieldsAreRefused() {
    refuses(Map.of(), "host: missing (expected: a value)");
    refuses(
        Map.of("host", "a", "user", "u"),
        "smtp binding error: both user and password fields are required in metadata");
    refuses(
        Map.of("host", "a", "priority", "9"), "priority: \"9\" (expected: an integer from 1 to 5)");
    refuses(Map.of("host", "a", "port", "0"), "port: \"0\" (expected: an integer from 1 to 65535)");
  }

  private static void refuses(Map<String, String> fields, String message) {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> SmtpSettings.of(ComponentMetadata.of(fields)))
        .withMessage(message);
  }
}
