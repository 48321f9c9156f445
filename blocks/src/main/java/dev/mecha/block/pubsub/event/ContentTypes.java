package dev.mecha.block.pubsub.event;

import java.util.Locale;

/** What a content type says about data. Parameters behind a semicolon do not count. */
public final class ContentTypes {

  /** An event in JSON. */
  public static final String CLOUD_EVENT = "application/cloudevents+json";

  /** JSON. */
  public static final String JSON = "application/json";

  /** Bytes. */
  public static final String BINARY = "application/octet-stream";

  private ContentTypes() {}

  /**
   * @param type a content type
   * @return whether the data is an event in JSON already
   */
  public static boolean isCloudEvent(String type) {
    return is(type, CLOUD_EVENT);
  }

  /**
   * @param type a content type
   * @return whether the data is JSON
   */
  public static boolean isJson(String type) {
    return is(type, JSON);
  }

  /**
   * @param type a content type
   * @return whether the data is text
   */
  public static boolean isText(String type) {
    return type.toLowerCase(Locale.ROOT).startsWith("text/") || is(type, "application/xml");
  }

  /**
   * @param type a content type
   * @return whether the data is bytes that must not be looked at
   */
  public static boolean isBinary(String type) {
    return is(type, BINARY);
  }

  /** An event in the format of Protocol Buffers travels as bytes. */
  static boolean isCloudEventProtobuf(String type) {
    return is(type, "application/cloudevents+protobuf");
  }

  private static boolean is(String type, String expected) {
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).equalsIgnoreCase(expected);
  }
}
