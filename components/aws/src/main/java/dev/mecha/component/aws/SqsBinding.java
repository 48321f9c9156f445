package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.EventHandler;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.spi.binding.Reading;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A queue of Amazon SQS: messages are sent to it, and brought to the application. */
public final class SqsBinding implements InputBinding, OutputBinding {

  private final SqsQueue queue;
  private final Set<SqsReading> readings = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Makes {@code bindings.aws.sqs}. */
  public static final class Provider implements ComponentProvider<Binding> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.aws.sqs");
    }

    @Override
    public Binding create(ComponentContext context) {
      String name = context.metadata().property("queueName").required();
      return new SqsBinding(
          new SqsQueue(name, null, AwsConnection.of(AwsSettings.of(context.metadata()))));
    }
  }

  SqsBinding(SqsQueue queue) {
    this.queue = queue;
  }

  @Override
  public List<String> operations() {
    return List.of("create");
  }

  @Override
  public @Nullable BindingResponse invoke(BindingRequest request) throws InterruptedException {
    queue.send(new String(request.data(), UTF_8));
    return null;
  }

  @Override
  public Reading read(EventHandler handler) {
    if (closed) {
      throw new ComponentException("binding is closed");
    }
    var reading = new SqsReading(queue, handler, readings::remove);
    readings.add(reading);
    reading.start();
    return reading;
  }

  @Override
  public void close() {
    closed = true;
    readings.forEach(SqsReading::close);
    queue.close();
  }
}
