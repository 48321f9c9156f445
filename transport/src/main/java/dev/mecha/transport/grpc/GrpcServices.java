package dev.mecha.transport.grpc;

import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.pipeline.GrpcStreamMethod;
import dev.mecha.transport.thread.EventLoops;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the methods of all building blocks together into services. */
final class GrpcServices {

  private GrpcServices() {}

  /**
   * Builds the services.
   *
   * @param blocks whose methods are served; no name twice
   * @param filters what every call passes, in order
   * @param loops where calls come from
   * @param maxMessageBytes the largest answer
   * @return one service for each service name
   */
  static List<ServerServiceDefinition> of(
      List<BuildingBlock> blocks, List<Filter> filters, EventLoops loops, int maxMessageBytes) {
    Map<String, List<ServerMethodDefinition<?, ?>>> services = new LinkedHashMap<>();
    for (BuildingBlock block : blocks) {
      block
          .grpcMethods()
          .forEach(method -> add(services, define(method, filters, loops, maxMessageBytes)));
      block
          .grpcStreams()
          .forEach(method -> add(services, define(method, filters, loops, maxMessageBytes)));
    }
    var definitions = new ArrayList<ServerServiceDefinition>();
    services.forEach(
        (name, ofService) -> {
          var definition = ServerServiceDefinition.builder(descriptor(name, ofService));
          ofService.forEach(definition::addMethod);
          definitions.add(definition.build());
        });
    return definitions;
  }

  private static void add(
      Map<String, List<ServerMethodDefinition<?, ?>>> services,
      ServerMethodDefinition<?, ?> method) {
    String service = String.valueOf(method.getMethodDescriptor().getServiceName());
    services.computeIfAbsent(service, name -> new ArrayList<>()).add(method);
  }

  /**
   * Describes a service by its methods, and by the file that they come from, which reflection asks
   * for.
   */
  private static ServiceDescriptor descriptor(
      String name, List<ServerMethodDefinition<?, ?>> methods) {
    var descriptor =
        ServiceDescriptor.newBuilder(name)
            .setSchemaDescriptor(methods.getFirst().getMethodDescriptor().getSchemaDescriptor());
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    return descriptor.build();
  }

  private static <Q, R> ServerMethodDefinition<Incoming<Q>, R> define(
      GrpcMethod<Q, R> method, List<Filter> filters, EventLoops loops, int maxMessageBytes) {
    return ServerMethodDefinition.create(
        Incoming.of(method.descriptor()),
        new UnaryCalls<>(method, filters, loops, maxMessageBytes));
  }

  private static <Q, R> ServerMethodDefinition<Incoming<Q>, R> define(
      GrpcStreamMethod<Q, R> method, List<Filter> filters, EventLoops loops, int maxMessageBytes) {
    return ServerMethodDefinition.create(
        Incoming.of(method.descriptor()),
        new StreamCalls<>(method, filters, loops, maxMessageBytes));
  }
}
