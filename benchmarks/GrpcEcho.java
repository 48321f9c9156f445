import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** A gRPC application that answers what it was sent: {@code java -cp 'lib/*' GrpcEcho.java PORT}. */
class GrpcEcho {

  /** Messages as they are. */
  private static final MethodDescriptor.Marshaller<byte[]> RAW =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
          return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  public static void main(String[] arguments) throws Exception {
    var call =
        MethodDescriptor.newBuilder(RAW, RAW)
            .setType(MethodType.UNARY)
            .setFullMethodName("mecha.bench.Echo/Call")
            .build();
    var service =
        ServerServiceDefinition.builder("mecha.bench.Echo")
            .addMethod(
                call,
                ServerCalls.asyncUnaryCall(
                    (request, answer) -> {
                      answer.onNext(request);
                      answer.onCompleted();
                    }))
            .build();
    NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])))
        .directExecutor()
        .addService(service)
        .build()
        .start()
        .awaitTermination();
  }
}
