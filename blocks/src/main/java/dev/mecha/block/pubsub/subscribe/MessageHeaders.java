package dev.mecha.block.pubsub.subscribe;

import dev.mecha.kernel.channel.Headers;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a broker keeps beside a message, as headers of the call that brings it. */
final class MessageHeaders {

  private static final Set<String> OF_THE_CALL =
      Set.of("content-type", "content-length", "transfer-encoding", "connection", "host");

  private MessageHeaders() {}

  /** What cannot be a header is left out: metadata comes from strangers. */
  static Headers of(Map<String, String> metadata, String pubsub) {
    var headers = new Headers();
    metadata.forEach(
        (name, value) -> {
          if (isName(name) && isValue(value)) {
            headers.add(name, value);
          }
        });
    return headers.set("pubsubName", pubsub);
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.chars()
            .allMatch(c -> c < 127 && (Character.isLetterOrDigit(c) || "-_.".indexOf(c) >= 0))
        && !OF_THE_CALL.contains(name.toLowerCase(Locale.ROOT));
  }

  private static boolean isValue(String value) {
    return value.chars().allMatch(c -> c >= ' ' && c < 127);
  }
}
