package dev.mecha.block.json;

import com.google.protobuf.BoolValue;
import com.google.protobuf.BytesValue;
import com.google.protobuf.DoubleValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Empty;
import com.google.protobuf.FloatValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The JSON form of protobuf messages, for the APIs whose HTTP form is just that. Loaded on first
 * use only: it needs reflection.
 */
public final class ProtoJson {

  /** What an {@code Any} may hold. */
  private static final JsonFormat.TypeRegistry TYPES =
      JsonFormat.TypeRegistry.newBuilder()
          .add(
              List.of(
                  BoolValue.getDescriptor(),
                  BytesValue.getDescriptor(),
                  DoubleValue.getDescriptor(),
                  Duration.getDescriptor(),
                  Empty.getDescriptor(),
                  FloatValue.getDescriptor(),
                  Int32Value.getDescriptor(),
                  Int64Value.getDescriptor(),
                  StringValue.getDescriptor(),
                  Struct.getDescriptor(),
                  Timestamp.getDescriptor(),
                  UInt32Value.getDescriptor(),
                  UInt64Value.getDescriptor(),
                  Value.getDescriptor()))
          .build();

  private static final JsonFormat.Parser PARSER =
      JsonFormat.parser().ignoringUnknownFields().usingTypeRegistry(TYPES);
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace().usingTypeRegistry(TYPES);

  private ProtoJson() {}

  /**
   * Reads the body of a request; nothing is an empty message.
   *
   * @param exchange the request
   * @param into takes the fields; unknown ones are left out
   * @param <B> the builder
   * @return {@code into}
   * @throws dev.mecha.kernel.error.ApiException if it is not the JSON form of that message
   * @throws InterruptedException if the request was cancelled
   */
  public static <B extends Message.Builder> B read(HttpExchange exchange, B into)
      throws InterruptedException {
    byte[] body = exchange.body();
    if (body.length > 0) {
      try {
        PARSER.merge(new String(body, StandardCharsets.UTF_8), into);
      } catch (InvalidProtocolBufferException e) {
        throw ApiError.malformed("failed deserializing HTTP body: " + e.getMessage()).asException();
      }
    }
    return into;
  }

  /**
   * Answers with a message.
   *
   * @param exchange the request
   * @param message the answer
   */
  public static void respond(HttpExchange exchange, Message message) {
    try {
      exchange.respond(
          200, "application/json", PRINTER.print(message).getBytes(StandardCharsets.UTF_8));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an Any of a type that nobody could have sent", e);
    }
  }
}
