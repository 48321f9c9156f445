package dev.mecha.component.wasm;

import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.WasmModule;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance of a guest. For one request at a time. */
final class HttpGuest {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.middleware.http.wasm");

  private final WasiPreview1 wasi;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ExportFunction handleRequest;
  private final ExportFunction handleResponse;
  private int features;
  private long context;
  private @Nullable Visit visit;

  HttpGuest(WasmModule module, byte[] config, Sandbox sandbox) {
    WasiOptions.Builder options =
        sandbox.apply(
            WasiOptions.builder().withStdout(out).withStderr(err).withThrowOnExit0(false));
    this.wasi = WasiPreview1.builder().withOptions(options.build()).build();
    var imports = ImportValues.builder();
    imports.addFunction(wasi.toHostFunctions());
    imports.addFunction(new HttpHost(this, config).functions());
    Instance instance =
        Instance.builder(module).withImportValues(imports.build()).withStart(true).build();
    this.handleRequest = instance.export("handle_request");
    this.handleResponse = instance.export("handle_response");
  }

  /** Returns the request that the host functions are about. */
  Visit visit() {
    return Objects.requireNonNull(visit, "no request");
  }

  /** Adds to what the guest wants; those of the module hold for all its requests. */
  int enable(int wanted) {
    int known = wanted & (Visit.BUFFER_REQUEST | Visit.BUFFER_RESPONSE);
    if (visit == null) {
      features |= known;
      return features;
    }
    visit.features |= known;
    return visit.features;
  }

  /** Shows a request; returns whether it goes on. */
  boolean begin(HttpRequest request) {
    visit = new Visit(request, features);
    long result = handleRequest.apply()[0];
    context = result >>> 32;
    return (result & 0xffffffffL) != 0;
  }

  /** Shows the answer of those further down; returns it as it goes on. */
  HttpAnswer finish(HttpAnswer answer) {
    visit().answered(answer);
    handleResponse.apply(context, 0);
    return visit().answer();
  }

  /** The request is over. */
  void reset() {
    visit = null;
    log("stdout", out);
    log("stderr", err);
  }

  private static void log(String name, ByteArrayOutputStream stream) {
    if (stream.size() > 0) {
      LOG.debug("wasm {}: {}", name, stream.toString(StandardCharsets.UTF_8));
      stream.reset();
    }
  }
}
