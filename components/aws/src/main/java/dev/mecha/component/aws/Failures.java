package dev.mecha.component.aws;

import dev.mecha.spi.ComponentException;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says why a call failed, in words that hold no secret. */
final class Failures {

  /** Their messages quote the request that was signed, and with it the session's token. */
  private static final Set<String> SIGNATURE =
      Set.of(
          "SignatureDoesNotMatch",
          "InvalidSignatureException",
          "IncompleteSignature",
          "IncompleteSignatureException");

  private static final String HIDDEN = "(hidden)";

  /** What is shorter is no key of the cloud's, but the word that an emulator takes for one. */
  private static final int SHORTEST_SECRET = 8;

  private final AwsSettings.@Nullable Keys keys;

  /**
   * @param keys what never to show; null for nothing
   */
  Failures(AwsSettings.@Nullable Keys keys) {
    this.keys = keys;
  }

  /**
   * @param what was tried
   * @param e what the SDK says
   * @return the same for the caller
   */
  ComponentException of(String what, SdkException e) {
    if (e instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
      return refusal(what, answer, answer.awsErrorDetails());
    }
    return new ComponentException(what + ": " + plain(e), shows(e) ? null : e);
  }

  private ComponentException refusal(
      String what, AwsServiceException answer, AwsErrorDetails details) {
    String code = String.valueOf(details.errorCode());
    boolean quotes = SIGNATURE.contains(code);
    String reason =
        quotes
            ? "the signature was not accepted (expected: the secret key of the access key, and a"
                + " clock that is right)"
            : withoutSecrets(String.valueOf(details.errorMessage()));
    String message =
        "%s: %s: %s (status %d%s)"
            .formatted(
                what,
                code,
                reason,
                answer.statusCode(),
                answer.requestId() == null ? "" : ", request " + answer.requestId());
    return new ComponentException(message, quotes || shows(answer) ? null : answer);
  }

  private String plain(SdkException e) {
    return withoutSecrets(e.getMessage() == null ? e.toString() : e.getMessage());
  }

  /** Whether the exception itself must not be handed on: somebody may write it down. */
  private boolean shows(SdkException e) {
    String text = String.valueOf(e.getMessage());
    return !withoutSecrets(text).equals(text);
  }

  private String withoutSecrets(String text) {
    if (keys == null) {
      return text;
    }
    return Stream.of(keys.secret(), keys.access(), keys.session() == null ? "" : keys.session())
        .filter(secret -> secret.length() >= SHORTEST_SECRET)
        .reduce(text, (rest, secret) -> rest.replace(secret, HIDDEN));
  }
}
