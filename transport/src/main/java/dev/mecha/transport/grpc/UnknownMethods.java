package dev.mecha.transport.grpc;

import io.grpc.HandlerRegistry;
import io.grpc.ServerMethodDefinition;
import org.jspecify.annotations.Nullable;

/** What to do with calls to methods that no building block has. */
public final class UnknownMethods {

  /** They are answered with {@code UNIMPLEMENTED}. */
  public static final HandlerRegistry REFUSED =
      new HandlerRegistry() {
        @Override
        public @Nullable ServerMethodDefinition<?, ?> lookupMethod(
            String methodName, @Nullable String authority) {
          return null;
        }
      };

  private UnknownMethods() {}
}
