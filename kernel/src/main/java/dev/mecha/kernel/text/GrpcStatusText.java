package dev.mecha.kernel.text;

import io.grpc.Status;
import java.util.Locale;

/** What gRPC statuses say, in the words of the peer's language. */
public final class GrpcStatusText {

  private GrpcStatusText() {}

  /**
   * @param status of a call
   * @return such as {@code rpc error: code = NotFound desc = no such thing}
   */
  public static String of(Status status) {
    return "rpc error: code = " + name(status.getCode()) + " desc = " + description(status);
  }

  /**
   * @param code of a call
   * @return such as {@code InvalidArgument}
   */
  public static String name(Status.Code code) {
    return switch (code) {
      case OK -> "OK";
      case CANCELLED -> "Canceled";
      default -> {
        var name = new StringBuilder();
        for (String word : code.name().split("_")) {
          name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        yield name.toString();
      }
    };
  }

  private static String description(Status status) {
    String said = status.getDescription();
    Throwable cause = status.getCause();
    if (cause == null || cause.getMessage() == null) {
      return said == null ? "" : said;
    }
    return said == null ? cause.getMessage() : said + ": " + cause.getMessage();
  }
}
