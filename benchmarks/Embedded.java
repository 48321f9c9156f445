import com.google.protobuf.ByteString;
import com.sun.management.OperatingSystemMXBean;
import dev.mecha.protocol.common.v1.StateItem;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.GetStateRequest;
import dev.mecha.protocol.runtime.v1.SaveStateRequest;
import dev.mecha.runtime.Sidecar;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One caller that reads the same value again and again: from a sidecar in its own JVM, without a
 * socket and over one, and from a sidecar beside it. {@code java -cp mecha.jar Embedded.java PID
 * HTTP GRPC ROUNDS SECONDS WARM_UP}; prints a line for each row and round: name, calls, p50, p99
 * and CPU of all processes that take part, in microseconds.
 */
class Embedded {

  /** One way to read the value. */
  private record Row(String name, Call call) {}

  private interface Call {
    void run() throws Exception;
  }

  private static final String VALUE = "x".repeat(1024);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public static void main(String[] arguments) throws Exception {
    Logger.getLogger("").setLevel(Level.WARNING);
    ProcessHandle beside = ProcessHandle.of(Long.parseLong(arguments[0])).orElseThrow();
    int rounds = Integer.parseInt(arguments[3]);
    Duration length = Duration.ofSeconds(Long.parseLong(arguments[4]));
    Duration warmUp = Duration.ofSeconds(Long.parseLong(arguments[5]));

    try (Sidecar here =
        Sidecar.builder("embedded").component("statestore", "state.in-memory", Map.of()).start()) {
      List<Row> rows =
          List.of(
              grpc("gRPC, same JVM, no socket", here.inProcess().channel()),
              grpc("gRPC, same JVM, over a socket", overSocket(here.grpcPort())),
              http("HTTP, same JVM, over a socket", here.httpPort()),
              grpc("gRPC, sidecar beside", overSocket(Integer.parseInt(arguments[2]))),
              http("HTTP, sidecar beside", Integer.parseInt(arguments[1])));
      for (Row row : rows) {
        measure(row, warmUp, beside);
      }
      for (int round = 0; round < rounds; round++) {
        for (Row row : round % 2 == 0 ? rows : rows.reversed()) {
          System.out.println(measure(row, length, beside));
        }
      }
    }
    System.exit(0); // channels and client have nothing to say any more
  }

  private static ManagedChannel overSocket(int port) {
    return ManagedChannelBuilder.forTarget("127.0.0.1:" + port).usePlaintext().build();
  }

  private static Row grpc(String name, ManagedChannel channel) {
    var stub = DaprGrpc.newBlockingStub(channel);
    var item =
        StateItem.newBuilder().setKey("key").setValue(ByteString.copyFromUtf8('"' + VALUE + '"'));
    stub.saveState(SaveStateRequest.newBuilder().setStoreName("statestore").addStates(item).build());
    var read = GetStateRequest.newBuilder().setStoreName("statestore").setKey("key").build();
    return new Row(name, () -> check(stub.getState(read).getData().size()));
  }

  /** Behind the row of gRPC that has saved the value. */
  private static Row http(String name, int port) {
    URI url = URI.create("http://127.0.0.1:" + port + "/v1.0/state/statestore/key");
    var read = HttpRequest.newBuilder(url).build();
    return new Row(name, () -> check(HTTP.send(read, BodyHandlers.ofByteArray()).body().length));
  }

  private static void check(int bytes) {
    if (bytes != VALUE.length() + 2) {
      throw new IllegalStateException(bytes + " bytes (expected: " + (VALUE.length() + 2) + ")");
    }
  }

  private static String measure(Row row, Duration length, ProcessHandle beside) throws Exception {
    var taken = new ArrayList<Long>();
    long cpu = cpuNanos(beside);
    long now = System.nanoTime();
    long end = now + length.toNanos();
    while (now < end) {
      row.call().run();
      long then = System.nanoTime();
      taken.add(then - now);
      now = then;
    }
    cpu = cpuNanos(beside) - cpu;
    long[] sorted = taken.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return "%s\t%d\t%.1f\t%.1f\t%.1f"
        .formatted(
            row.name(),
            sorted.length,
            sorted[sorted.length / 2] / 1e3,
            sorted[sorted.length * 99 / 100] / 1e3,
            cpu / 1e3 / sorted.length);
  }

  private static long cpuNanos(ProcessHandle beside) {
    var own = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return own.getProcessCpuTime()
        + beside.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }
}
