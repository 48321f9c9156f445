package dev.mecha.transport.grpc;

import dev.mecha.kernel.channel.ProxyDirector;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.GrpcStreamMethod;
import dev.mecha.transport.thread.EventLoops;
import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerMethodDefinition;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Takes calls of services that the sidecar does not know, and carries them on unread. */
public final class ProxyCalls extends HandlerRegistry {

  private static final Endpoint PROXIED =
      new Endpoint("Proxy", new ApiGroup("invoke", "v1"), Endpoint.Kind.PASS_THROUGH);

  /** Callers may make up names: so many are kept. */
  private static final int MOST_KNOWN = 1000;

  private final ProxyDirector director;
  private final ProxyHops hops;
  private final List<Filter> filters;
  private final EventLoops loops;
  private final int maxMessageBytes;
  private final ConcurrentMap<String, ServerMethodDefinition<?, ?>> known =
      new ConcurrentHashMap<>();

  /**
   * @param director decides where a call goes
   * @param hops the connections there
   * @param filters what every call passes, in order
   * @param loops where calls come from
   * @param maxMessageBytes the largest message
   */
  public ProxyCalls(
      ProxyDirector director,
      ProxyHops hops,
      List<Filter> filters,
      EventLoops loops,
      int maxMessageBytes) {
    this.director = director;
    this.hops = hops;
    this.filters = filters;
    this.loops = loops;
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
    ServerMethodDefinition<?, ?> seen = known.get(method);
    if (seen != null) {
      return seen;
    }
    ServerMethodDefinition<?, ?> made = define(method);
    if (known.size() < MOST_KNOWN) {
      known.put(method, made);
    }
    return made;
  }

  private ServerMethodDefinition<?, ?> define(String method) {
    MethodDescriptor<byte[], byte[]> descriptor = descriptor(method);
    var streams =
        new GrpcStreamMethod<>(
            descriptor, PROXIED, stream -> new ProxyCall(director, hops, descriptor).carry(stream));
    return ServerMethodDefinition.create(
        Incoming.of(descriptor), new StreamCalls<>(streams, filters, loops, maxMessageBytes));
  }

  private static MethodDescriptor<byte[], byte[]> descriptor(String method) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setFullMethodName(method)
        .setType(MethodType.UNKNOWN)
        .setRequestMarshaller(RawMessages.INSTANCE)
        .setResponseMarshaller(RawMessages.INSTANCE)
        .build();
  }
}
