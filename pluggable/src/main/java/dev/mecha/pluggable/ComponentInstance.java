package dev.mecha.pluggable;

import io.grpc.Metadata;

/** How one process tells the components apart that several resources declare. */
public final class ComponentInstance {

  /** Carries the name of the resource with every call. */
  public static final Metadata.Key<String> HEADER =
      Metadata.Key.of("x-component-instance", Metadata.ASCII_STRING_MARSHALLER);

  private ComponentInstance() {}
}
