package dev.mecha.component.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.PartitionSelectorException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What came of a command that failed, since that decides whether it may be sent again.
 *
 * @param fate whether the server performed it
 * @param code the first word of the server's answer, such as {@code NOSCRIPT}; empty if it gave
 *     none
 * @param message for the user
 */
record Failure(Fate fate, String code, String message) {

  /** Whether the server performed the command. */
  enum Fate {
    /** It did not, and cannot at the moment: any command may be sent again. */
    NOT_NOW,
    /** The connection was lost before the answer: only what changes nothing may be sent again. */
    UNKNOWN,
    /** It refused, and would again. */
    REFUSED
  }

  /**
   * What a server answers that will take commands later, or while another one takes over from it.
   */
  private static final Set<String> NOT_NOW =
      Set.of(
          "LOADING", "READONLY", "CLUSTERDOWN", "TRYAGAIN", "MASTERDOWN", "MOVED", "ASK", "BUSY");

  /** Servers before version 7 wrap the error of a command in a script. */
  private static final Pattern IN_SCRIPT =
      Pattern.compile("ERR Error running script.*?: -([A-Z]+ .*)");

  private static final String TOO_MANY_CLIENTS = "ERR max number of clients reached";

  /** How the driver begins to refuse a command that it did not send. */
  private static final Set<String> NOT_SENT =
      Set.of(
          "Currently not connected",
          "Connection is closed",
          "Request queue size exceeded",
          "Command buffer size");

  /**
   * @param thrown by a future, with or without the wrappings of futures
   * @return what it means
   */
  static Failure of(Throwable thrown) {
    Throwable cause = unwrap(thrown);
    String message = rootMessage(cause);
    String code = "";
    boolean answered = answered(cause);
    if (answered) {
      Matcher script = IN_SCRIPT.matcher(message);
      message = script.matches() ? script.group(1) : message;
      code = message.split(" ", 2)[0];
    }
    return new Failure(answered ? fate(code, message) : fate(cause, message), code, message);
  }

  /**
   * The server may also refuse the connection as such: then its answer is the cause of the driver's
   * exception.
   */
  private static boolean answered(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof RedisCommandExecutionException) {
        return true;
      }
    }
    return false;
  }

  private static Fate fate(String code, String message) {
    boolean later = NOT_NOW.contains(code) || message.startsWith(TOO_MANY_CLIENTS);
    return later ? Fate.NOT_NOW : Fate.REFUSED;
  }

  private static Fate fate(Throwable cause, String message) {
    boolean unsent =
        cause instanceof RedisException && NOT_SENT.stream().anyMatch(message::startsWith);
    boolean unconnected =
        cause instanceof RedisConnectionException || cause instanceof PartitionSelectorException;
    return unsent || unconnected ? Fate.NOT_NOW : Fate.UNKNOWN;
  }

  /**
   * @param thrown anything
   * @return the message of what caused it in the end: the driver's own wrappings say less
   */
  static String rootMessage(Throwable thrown) {
    Throwable root = unwrap(thrown);
    boolean tls = false;
    while (root.getCause() != null && root.getCause().getMessage() != null) {
      tls |= root instanceof SSLException;
      root = root.getCause();
    }
    String message = root.getMessage();
    if (root instanceof UnknownHostException) {
      return "unknown host " + message;
    }
    return (tls ? "TLS: " : "") + (message == null ? root.getClass().getSimpleName() : message);
  }

  private static Throwable unwrap(Throwable thrown) {
    Throwable inner = thrown;
    @Nullable Throwable cause = thrown.getCause();
    while (cause != null
        && (inner instanceof ExecutionException || inner instanceof CompletionException)) {
      inner = cause;
      cause = inner.getCause();
    }
    return inner;
  }
}
