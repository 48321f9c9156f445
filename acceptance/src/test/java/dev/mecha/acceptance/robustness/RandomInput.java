package dev.mecha.acceptance.robustness;

import com.google.protobuf.ByteString;
import io.dapr.v1.CommonProtos.StateItem;
import io.dapr.v1.DaprStateProtos.ExecuteStateTransactionRequest;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import io.dapr.v1.DaprStateProtos.TransactionalStateOperation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** What comes from a broken or hostile client, the same for the same seed. */
final class RandomInput {

  private static final List<String> VERBS = List.of("GET", "POST", "PUT", "DELETE", "PATCH");
  private static final List<String> PATHS =
      List.of(
          "/v1.0/state/memory/name?consistency=strong&metadata.ttlInSeconds=10",
          "/v1.0/state/memory",
          "/v1.0/state/memory/bulk",
          "/v1.0/state/memory/transaction",
          "/v1.0-alpha1/state/memory/query",
          "/v1.0/metadata",
          "/v1.0/metadata/name",
          "/v1.0/healthz?appid=myapp");
  private static final List<String> BODIES =
      List.of(
          "",
          "[{\"key\":\"k\",\"value\":{\"a\":[1,2.5e3,null,\"\\u00e9\"]},\"etag\":\"1\","
              + "\"options\":{\"concurrency\":\"first-write\"},\"metadata\":{\"ttlInSeconds\":\"9\"}}]",
          "{\"keys\":[\"k\",\"l\"],\"parallelism\":2,\"metadata\":{\"a\":\"b\"}}",
          "{\"operations\":[{\"operation\":\"upsert\",\"request\":{\"key\":\"k\",\"value\":1}},"
              + "{\"operation\":\"delete\",\"request\":{\"key\":\"l\"}}],\"metadata\":{}}",
          "{\"filter\":{\"EQ\":{\"a\":1}},\"page\":{\"limit\":3}}");

  private final RandomGenerator random;

  RandomInput(RandomGenerator random) {
    this.random = random;
  }

  /** Bytes without any sense. */
  byte[] garbage() {
    var bytes = new byte[random.nextInt(1, 300)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A request with a few bytes changed anywhere, its framing included. */
  byte[] brokenHttp() {
    return mutated(http(pick(PATHS), bytes(pick(BODIES))));
  }

  /** A request whose framing is right and whose path, headers and body are not. */
  byte[] oddHttp() {
    byte[] path = bytes(pick(PATHS));
    if (random.nextBoolean()) {
      path = mutated(path);
      for (int i = 0; i < path.length; i++) {
        // Nothing that would end the line or one of its words.
        path[i] = path[i] < '!' || path[i] == 127 ? (byte) '%' : path[i];
      }
      path[0] = '/';
    }
    byte[] body = bytes(pick(BODIES));
    return http(
        new String(path, StandardCharsets.ISO_8859_1),
        random.nextInt(4) == 0 ? body : mutated(body));
  }

  private byte[] http(String path, byte[] body) {
    String head =
        "%s %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(pick(VERBS), path, oddHeader(), body.length);
    var request = new ByteArrayOutputStream();
    request.writeBytes(bytes(head));
    request.writeBytes(body);
    return request.toByteArray();
  }

  private String oddHeader() {
    String name =
        pick(List.of("traceparent", "baggage", "If-Match", "dapr-app-id", "metadata.x", "Accept"));
    return random.nextBoolean()
        ? ""
        : name + ": 00-" + Long.toHexString(random.nextLong()) + "-" + random.nextInt() + "\r\n";
  }

  /** What begins like HTTP/2 and goes on with frames that may have a right length and type. */
  byte[] brokenFrames() {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    for (int i = random.nextInt(4); i >= 0; i--) {
      byte[] payload = random.nextInt(4) == 0 ? new byte[0] : garbage();
      int length = random.nextInt(8) == 0 ? random.nextInt(1 << 24) : payload.length;
      bytes.writeBytes(
          new byte[] {
            (byte) (length >> 16),
            (byte) (length >> 8),
            (byte) length,
            (byte) random.nextInt(11),
            (byte) random.nextInt(256),
            0,
            0,
            0,
            (byte) random.nextInt(4)
          });
      bytes.writeBytes(payload);
    }
    return bytes.toByteArray();
  }

  /** A message of the API, or what is left of it after a few changes. */
  byte[] message() {
    var item =
        StateItem.newBuilder()
            .setKey("k")
            .setValue(ByteString.copyFromUtf8("{\"a\":1}"))
            .putMetadata("ttlInSeconds", "9");
    byte[] message =
        pick(List.of(
                GetStateRequest.newBuilder().setStoreName("memory").setKey("k"),
                SaveStateRequest.newBuilder().setStoreName("memory").addStates(item),
                ExecuteStateTransactionRequest.newBuilder()
                    .setStoreName("memory")
                    .addOperations(
                        TransactionalStateOperation.newBuilder()
                            .setOperationType("upsert")
                            .setRequest(item))))
            .build()
            .toByteArray();
    return random.nextInt(4) == 0 ? garbage() : mutated(message);
  }

  String method() {
    return pick(
        List.of(
            "GetState",
            "GetBulkState",
            "SaveState",
            "DeleteState",
            "DeleteBulkState",
            "ExecuteStateTransaction",
            "QueryStateAlpha1",
            "GetMetadata",
            "SetMetadata",
            "NoSuchMethod"));
  }

  private byte[] mutated(byte[] original) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] + 1);
    }
    return random.nextInt(4) == 0 && bytes.length > 1
        ? Arrays.copyOf(bytes, random.nextInt(1, bytes.length))
        : bytes;
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
