package dev.mecha.block.pubsub;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.error.ErrorDetail;
import io.grpc.Status.Code;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The errors of the pub/sub API, with the peer's codes, reasons and texts. */
final class PubSubErrors {

  /** Why an entry of a bulk request cannot be told apart from others. */
  static final String ENTRY_ID = "entryId is duplicated or not present for entry";

  private PubSubErrors() {}

  static ApiError nameEmpty(Map<String, String> metadata) {
    return about(
        "",
        error(404, Code.INVALID_ARGUMENT, "ERR_PUBSUB_EMPTY", "pubsub name is empty"),
        "DAPR_PUBSUB_NAME_EMPTY",
        metadata);
  }

  static ApiError notFound(String pubsub, Map<String, String> metadata) {
    return error(
            404,
            Code.INVALID_ARGUMENT,
            "ERR_PUBSUB_NOT_FOUND",
            "pubsub " + pubsub + " is not found")
        .withReason("DAPR_PUBSUB_NOT_FOUND", metadata);
  }

  /** It was there a moment ago. */
  static ApiError gone(String pubsub, String topic) {
    String message = "pubsub '" + pubsub + "' not found";
    return about(
        pubsub,
        error(400, Code.NOT_FOUND, "ERR_PUBSUB_NOT_FOUND", message),
        "DAPR_PUBSUB_TEST_NOT_FOUND",
        Map.of("topic", topic, "error", message));
  }

  static ApiError topicEmpty(String pubsub, Map<String, String> metadata) {
    return about(
        pubsub,
        error(
            404,
            Code.INVALID_ARGUMENT,
            "ERR_TOPIC_NAME_EMPTY",
            "topic is empty in pubsub " + pubsub),
        "DAPR_PUBSUB_TOPIC_NAME_EMPTY",
        metadata);
  }

  static ApiError metadata(String pubsub, Map<String, String> metadata, String why) {
    return about(
        pubsub,
        error(
            400,
            Code.INVALID_ARGUMENT,
            "ERR_PUBSUB_REQUEST_METADATA",
            "failed deserializing metadata. Error: " + why),
        "DAPR_PUBSUB_METADATA_DESERIALIZATION",
        metadata);
  }

  static ApiError noEvent(String pubsub, String appId, String why) {
    return about(
        pubsub,
        error(
            500, Code.INVALID_ARGUMENT, "ERR_PUBSUB_CLOUD_EVENTS_SER", "cannot create cloudevent"),
        "DAPR_PUBSUB_CLOUD_EVENT_CREATION",
        app(appId, why));
  }

  static ApiError envelope(String pubsub, String topic, String appId, String why) {
    return about(
        pubsub,
        error(
            400,
            Code.INVALID_ARGUMENT,
            "ERR_PUBSUB_EVENTS_SER",
            "error when marshalling cloud event envelope for topic "
                + topic
                + " pubsub "
                + pubsub
                + ": "
                + why),
        "DAPR_PUBSUB_MARSHAL_ENVELOPE",
        app(appId, why));
  }

  static ApiError entries(String pubsub, String topic, String appId) {
    return about(
        pubsub,
        error(
            400,
            Code.INVALID_ARGUMENT,
            "ERR_PUBSUB_EVENTS_SER",
            "error marshaling events to bytes for topic "
                + topic
                + " pubsub "
                + pubsub
                + ". error: "
                + ENTRY_ID),
        "DAPR_PUBSUB_MARSHAL_EVENTS",
        app(appId, ENTRY_ID));
  }

  static ApiError unreadable(String pubsub, String topic, String appId, String why) {
    return about(
        pubsub,
        error(
            400,
            Code.INVALID_ARGUMENT,
            "ERR_PUBSUB_EVENTS_SER",
            "error when unmarshaling the request for topic "
                + topic
                + " pubsub "
                + pubsub
                + ": "
                + why),
        "DAPR_PUBSUB_UNMARSHAL_EVENTS",
        app(appId, null));
  }

  static ApiError forbidden(String pubsub, String topic, String appId, String why) {
    return about(
        pubsub,
        error(
            403,
            Code.PERMISSION_DENIED,
            "ERR_PUBSUB_FORBIDDEN",
            "topic " + topic + " is not allowed for app id " + appId),
        "DAPR_PUBSUB_FORBIDDEN",
        Map.of("topic", topic, "error", why));
  }

  static ApiError publish(String pubsub, String topic, String why) {
    return about(
        pubsub,
        error(
            500,
            Code.INTERNAL,
            "ERR_PUBSUB_PUBLISH_MESSAGE",
            "error when publishing to topic " + topic + " in pubsub " + pubsub + ": " + why),
        "DAPR_PUBSUB_PUBLISH_MESSAGE",
        Map.of("topic", topic, "error", why));
  }

  private static Map<String, String> app(String appId, @Nullable String why) {
    var metadata = new HashMap<String, String>();
    metadata.put("appID", appId);
    if (why != null) {
      metadata.put("error", why);
    }
    return metadata;
  }

  private static ApiError error(int status, Code grpc, String code, String message) {
    return ApiError.simple(status, grpc, code, ErrorCategory.PUBSUB, message);
  }

  private static ApiError about(
      String pubsub, ApiError error, String reason, Map<String, String> metadata) {
    return error
        .withDetail(new ErrorDetail.ResourceInfo("pubsub", pubsub, "", error.message()))
        .withReason(reason, metadata);
  }
}
