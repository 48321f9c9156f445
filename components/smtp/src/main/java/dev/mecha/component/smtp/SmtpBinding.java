package dev.mecha.component.smtp;

import dev.mecha.component.support.OwnLoader;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends mail in HTML over SMTP, with a connection for each. */
public final class SmtpBinding implements OutputBinding {

  private final SmtpSettings settings;

  /** Makes {@code bindings.smtp}. */
  public static final class Provider implements ComponentProvider<Binding> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.smtp");
    }

    @Override
    public Binding create(ComponentContext context) {
      return new SmtpBinding(SmtpSettings.of(context.metadata()));
    }
  }

  SmtpBinding(SmtpSettings settings) {
    this.settings = settings;
  }

  /** Nothing to ask: a server is spoken to when there is a mail to send. */
  @Override
  public void ping() {}

  @Override
  public List<String> operations() {
    return List.of("create");
  }

  @Override
  public @Nullable BindingResponse invoke(BindingRequest request) throws InterruptedException {
    var letter = new Letter(request, settings.mail());
    try {
      boolean _ = OwnLoader.with(SmtpBinding.class, () -> send(letter));
    } catch (MessagingException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw new ComponentException(
          "error from smtp binding, sending email failed: " + reason(e), e);
    }
    return null;
  }

  private boolean send(Letter letter) throws MessagingException {
    Session session = Session.getInstance(settings.properties());
    MimeMessage message = letter.message(session);
    message.saveChanges();
    var login = settings.login();
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect(
          login == null ? null : login.user(), login == null ? null : login.password());
      transport.sendMessage(message, message.getAllRecipients());
    }
    return true;
  }

  /** Each of its exceptions says something: "Invalid Addresses", and what the server answered. */
  private static String reason(MessagingException e) {
    String message = String.valueOf(e.getMessage()).strip();
    Exception next = e.getNextException();
    return next == null || next.getMessage() == null || message.contains(next.getMessage())
        ? message
        : message + ": " + next.getMessage().strip();
  }

  @Override
  public void close() {}
}
