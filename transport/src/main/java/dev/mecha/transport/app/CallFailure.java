package dev.mecha.transport.app;

import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.UnreachableException;
import io.grpc.Status;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * Says why a call got no answer, in the words of the peer.
 *
 * @param verb the HTTP verb
 * @param target whom was called
 * @param path encoded
 */
record CallFailure(String verb, Target target, String path) {

  /** Why there is no answer. */
  UnreachableException of(Throwable cause) {
    Status.Code code =
        cause instanceof BodyException ? Status.Code.INVALID_ARGUMENT : Status.Code.UNAVAILABLE;
    return new UnreachableException(code, beginning() + reason(cause), cause);
  }

  /** Why the request cannot be sent. */
  UnreachableException malformed(RuntimeException cause) {
    return new UnreachableException(
        Status.Code.INVALID_ARGUMENT, beginning() + "the verb or a header is malformed", cause);
  }

  private String beginning() {
    String name =
        verb.isEmpty() ? "" : verb.substring(0, 1) + verb.substring(1).toLowerCase(Locale.ROOT);
    return name + " \"" + target.url(path) + "\": ";
  }

  private String reason(Throwable cause) {
    return switch (cause) {
      case ConnectTimeoutException e -> "dial tcp " + target.authority() + ": i/o timeout";
      case ConnectException e -> "dial tcp " + target.authority() + ": connect: " + refused(e);
      case UnknownHostException e -> "dial tcp: lookup " + target.host() + ": no such host";
      case HttpClosedException e -> "EOF";
      default -> deepest(cause);
    };
  }

  /** A library's own words say little: those of what it came from do. */
  private static String deepest(Throwable cause) {
    Throwable deep = cause;
    while (deep.getCause() != null) {
      deep = deep.getCause();
    }
    String message = String.valueOf(cause.getMessage());
    String reason = String.valueOf(deep.getMessage());
    return message.contains(reason) ? message : message + ": " + reason;
  }

  private static String refused(ConnectException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("refused") ? "connection refused" : message;
  }
}
