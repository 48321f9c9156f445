package dev.mecha.acceptance.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnsafeByteOperations;
import dev.mecha.acceptance.process.ProcessFacts;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import io.dapr.v1.CommonProtos.StreamPayload;
import io.dapr.v1.DaprCryptoProtos.DecryptRequest;
import io.dapr.v1.DaprCryptoProtos.DecryptRequestOptions;
import io.dapr.v1.DaprCryptoProtos.DecryptResponse;
import io.dapr.v1.DaprCryptoProtos.EncryptRequest;
import io.dapr.v1.DaprCryptoProtos.EncryptRequestOptions;
import io.dapr.v1.DaprCryptoProtos.EncryptResponse;
import io.dapr.v1.DaprGrpc;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A message that is much longer than the sidecar's memory is encrypted and decrypted in one go.
 * Other cases share the machine, so the best of several counts.
 */
@TestInstance(Lifecycle.PER_CLASS)
class StreamedEncryptionTest {

  private static final int PIECE = 100_000;
  private static final int MIB = 1 << 20;
  private static final int LARGE_MIB = Integer.getInteger("mecha.encrypted.mebibytes", 128);
  private static final int TIMES = 3;

  /** By which the process may grow, whatever the length. */
  private static final long MOST = 16 * MIB;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Sidecar sidecar;
  private ManagedChannel channel;

  @BeforeAll
  void start(@TempDir Path folder) {
    Path keys = Path.of("src", "test", "resources", "keys").toAbsolutePath();
    sidecar =
        Sidecar.in(folder)
            .resource(
                Resources.component("keys", "crypto.dapr.localstorage", "path", keys.toString()))
            .start();
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", sidecar.grpcPort()).usePlaintext().build();
  }

  @AfterAll
  void stop() {
    threads.close();
    channel.shutdownNow();
    sidecar.close();
  }

  @Test
  @Timeout(600)
  void aLongMessageMovesNoMemory() throws Exception {
    throughBoth(16 * MIB);
    long grew = Long.MAX_VALUE;
    for (int i = 0; i < TIMES; i++) {
      long before = memory();
      throughBoth((long) LARGE_MIB * MIB);
      grew = Math.min(grew, memory() - before);
    }
    assertThat(grew).as("bytes").isLessThan(MOST);
  }

  /** Sends a message, and what comes back of it straight to be decrypted. */
  private void throughBoth(long length) throws Exception {
    BlockingClientCall<EncryptRequest, EncryptResponse> encryption =
        ClientCalls.blockingBidiStreamingCall(
            channel, DaprGrpc.getEncryptAlpha1Method(), CallOptions.DEFAULT);
    BlockingClientCall<DecryptRequest, DecryptResponse> decryption =
        ClientCalls.blockingBidiStreamingCall(
            channel, DaprGrpc.getDecryptAlpha1Method(), CallOptions.DEFAULT);
    Future<?> plain = run(() -> send(encryption, length));
    Future<?> between = run(() -> forward(encryption, decryption));
    Future<Long> back = threads.submit(() -> count(decryption));
    plain.get();
    between.get();
    assertThat(back.get()).isEqualTo(length);
  }

  private Future<?> run(Callable<Boolean> task) {
    return threads.submit(task);
  }

  private static boolean send(BlockingClientCall<EncryptRequest, ?> call, long length)
      throws Exception {
    call.write(
        EncryptRequest.newBuilder()
            .setOptions(
                EncryptRequestOptions.newBuilder()
                    .setComponentName("keys")
                    .setKeyName("aes256")
                    .setKeyWrapAlgorithm("AES"))
            .build());
    long number = 0;
    for (long sent = 0; sent < length; ) {
      byte[] piece = new byte[(int) Math.min(PIECE, length - sent)];
      call.write(EncryptRequest.newBuilder().setPayload(payload(number++, piece)).build());
      sent += piece.length;
    }
    call.halfClose();
    return true;
  }

  private static StreamPayload payload(long number, byte[] piece) {
    return StreamPayload.newBuilder()
        .setSeq(number)
        .setData(UnsafeByteOperations.unsafeWrap(piece))
        .build();
  }

  private static boolean forward(
      BlockingClientCall<?, EncryptResponse> from, BlockingClientCall<DecryptRequest, ?> to)
      throws Exception {
    to.write(
        DecryptRequest.newBuilder()
            .setOptions(DecryptRequestOptions.newBuilder().setComponentName("keys"))
            .build());
    for (EncryptResponse piece = from.read(); piece != null; piece = from.read()) {
      to.write(DecryptRequest.newBuilder().setPayload(piece.getPayload()).build());
    }
    to.halfClose();
    return true;
  }

  private static long count(BlockingClientCall<?, DecryptResponse> call) throws Exception {
    long count = 0;
    for (DecryptResponse piece = call.read(); piece != null; piece = call.read()) {
      count += piece.getPayload().getData().size();
    }
    return count;
  }

  private long memory() {
    return 1024L * ProcessFacts.of(sidecar.process()).memory();
  }
}
