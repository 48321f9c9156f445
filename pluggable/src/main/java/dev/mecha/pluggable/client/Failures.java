package dev.mecha.pluggable.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import dev.mecha.spi.AnsweredException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.InvalidTimeToLiveException;
import dev.mecha.spi.state.TimeToLive;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the status of a call to a component means. */
final class Failures {

  /** The field that a refusal names when the ETag is what is wrong. */
  private static final String ETAG = "etag";

  /** What marks a detail as the API's answer, and its parts. */
  private static final String MARK = "kit_error";

  private static final String HTTP_CODE = "http_code";
  private static final String TAG = "tag";

  private Failures() {}

  /**
   * @param e how a call ended
   * @return the failure, in the words in which the peer shows it
   */
  static ComponentException of(StatusRuntimeException e) {
    AnsweredException own = own(e);
    return own == null ? new ComponentException(text(e.getStatus()), e) : own;
  }

  /** A status with one detail, marked as the API's answer. */
  private static @Nullable AnsweredException own(StatusRuntimeException e) {
    ErrorInfo info = detail(e, ErrorInfo.class);
    if (info == null || !"true".equals(info.getMetadataOrDefault(MARK, ""))) {
      return null;
    }
    Status status = e.getStatus();
    try {
      var answer =
          new AnsweredException.Answer(
              Integer.parseInt(info.getMetadataOrDefault(HTTP_CODE, "")),
              status.getCode().value(),
              info.getMetadataOrDefault(TAG, ""),
              String.valueOf(status.getDescription()),
              info.getDomain(),
              info.getReason());
      return new AnsweredException("api error: " + codeAndText(status), answer, e);
    } catch (NumberFormatException none) {
      return null;
    }
  }

  /**
   * @param e how a write ended
   * @param key what was to be written
   * @param etag the condition; empty if there was none
   * @param ttl the life span; empty if there was none
   * @return the failure; about the ETag or the life span if the component says so
   */
  static ComponentException ofWrite(StatusRuntimeException e, String key, String etag, String ttl) {
    AnsweredException own = own(e);
    if (own != null) {
      return own;
    }
    return switch (e.getStatus().getCode()) {
      case FAILED_PRECONDITION -> names(e, ETAG) ? ETagException.mismatch(key) : of(e);
      case INVALID_ARGUMENT -> invalid(e, etag, ttl);
      default -> of(e);
    };
  }

  private static ComponentException invalid(StatusRuntimeException e, String etag, String ttl) {
    if (names(e, ETAG)) {
      return ETagException.invalid(etag);
    }
    return names(e, TimeToLive.IN_SECONDS) ? new InvalidTimeToLiveException(ttl) : of(e);
  }

  private static boolean names(StatusRuntimeException e, String field) {
    BadRequest wrong = detail(e, BadRequest.class);
    return wrong != null
        && wrong.getFieldViolationsList().stream()
            .anyMatch(violation -> violation.getField().equals(field));
  }

  /** The only detail, if it is of this kind. */
  private static <M extends Message> @Nullable M detail(StatusRuntimeException e, Class<M> kind) {
    com.google.rpc.Status status = StatusProto.fromThrowable(e);
    if (status == null || status.getDetailsCount() != 1) {
      return null;
    }
    Any detail = status.getDetails(0);
    try {
      return detail.is(kind) ? detail.unpack(kind) : null;
    } catch (InvalidProtocolBufferException broken) {
      return null;
    }
  }

  static String text(Status status) {
    return "rpc error: " + codeAndText(status);
  }

  private static String codeAndText(Status status) {
    return "code = %s desc = %s"
        .formatted(name(status.getCode()), String.valueOf(status.getDescription()));
  }

  /** As the peer's language writes it: {@code FailedPrecondition}. */
  private static String name(Status.Code code) {
    if (code == Status.Code.CANCELLED) {
      return "Canceled";
    }
    if (code == Status.Code.OK) {
      return "OK";
    }
    var name = new StringBuilder();
    for (String word : code.name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }
}
