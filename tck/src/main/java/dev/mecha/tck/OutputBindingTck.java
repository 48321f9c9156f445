package dev.mecha.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of an {@link OutputBinding} as a suite: extend it in the component's module, say how
 * the binding is made and what it can do, and run it against the real service.
 */
@Timeout(60)
public abstract class OutputBindingTck {

  /** A folder of this test, made before {@link #metadata()} is asked. */
  @TempDir protected Path folder;

  private final Deque<Binding> opened = new ArrayDeque<>();

  /**
   * @return a new instance of what makes the binding
   */
  protected abstract ComponentProvider<Binding> provider();

  /**
   * Says how to connect to the service.
   *
   * @return the metadata of the component
   * @throws Exception if the test fails
   */
  protected abstract Map<String, String> metadata() throws Exception;

  /**
   * Something that works each time that it is asked.
   *
   * @return a request
   * @throws Exception if the test fails
   */
  protected abstract BindingRequest request() throws Exception;

  /**
   * Something that the service refuses.
   *
   * @return a request for an operation that the binding has
   * @throws Exception if the test fails
   */
  protected abstract BindingRequest refusedRequest() throws Exception;

  /**
   * Makes the binding. It is closed after the test.
   *
   * @return the binding
   * @throws Exception if the test fails
   */
  protected final OutputBinding open() throws Exception {
    ComponentProvider<Binding> provider = provider();
    Binding binding =
        provider.create(
            ComponentContexts.of(provider.types().getFirst(), folder.resolve("home"))
                .metadata(metadata())
                .context());
    opened.push(binding);
    return requireNonNull(binding.output());
  }

  /**
   * Asks the binding for something.
   *
   * @param binding whom
   * @param operation what
   * @param data with what
   * @param metadata what is said beside it
   * @return the answer
   * @throws InterruptedException if the test is interrupted
   */
  protected static @Nullable BindingResponse ask(
      OutputBinding binding, String operation, String data, Map<String, String> metadata)
      throws InterruptedException {
    return binding.invoke(new BindingRequest(operation, data.getBytes(UTF_8), metadata));
  }

  /** Closes what the test has opened. */
  @AfterEach
  final void closeAll() {
    opened.forEach(Binding::close);
  }

  @Test
  void isFoundByItsType() {
    ComponentProvider<Binding> provider = provider();
    assertThat(provider.kind()).isEqualTo(Binding.class);
    assertThat(provider.types())
        .isNotEmpty()
        .allSatisfy(
            type ->
                assertThat(type).startsWith("bindings.").isEqualTo(type.toLowerCase(Locale.ROOT)));
    assertThat(ServiceLoader.load(ComponentProvider.class))
        .anySatisfy(found -> assertThat(found.getClass()).isEqualTo(provider.getClass()));
  }

  @Test
  void saysWhatItCanDo() throws Exception {
    OutputBinding binding = open();
    assertThat(binding.operations())
        .contains(request().operation(), refusedRequest().operation())
        .doesNotHaveDuplicates()
        .isEqualTo(binding.operations());
  }

  @Test
  void doesWhatItIsAsked() throws Exception {
    OutputBinding binding = open();
    binding.invoke(request());
    binding.invoke(request());
  }

  @Test
  void saysWhyItFailed() throws Exception {
    OutputBinding binding = open();
    BindingRequest refused = refusedRequest();
    assertThatThrownBy(() -> binding.invoke(refused))
        .isInstanceOf(ComponentException.class)
        .message()
        .isNotBlank();
    binding.invoke(request());
  }

  @Test
  void isAskedByManyAtOnce() throws Exception {
    OutputBinding binding = open();
    BindingRequest request = request();
    VirtualThreads.run(8, thread -> binding.invoke(request));
  }

  @Test
  void isClosedTwice() throws Exception {
    OutputBinding binding = open();
    binding.invoke(request());
    binding.close();
    binding.close();
  }
}
