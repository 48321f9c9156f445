package dev.mecha.component.wasm;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MemoryImport;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.ValType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of a policy that Open Policy Agent has compiled to WebAssembly (ABI 1.2 and later).
 * For one request at a time: what an evaluation leaves in memory is overwritten by the next.
 */
final class OpaPolicy {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.middleware.http.opa");

  private static final String ENV = "env";
  private static final String DECISION = "http/allow";
  private static final int FEWEST_PAGES = 5;
  private static final int MOST_BUILTIN_ARGUMENTS = 4;
  private static final int AS_JSON = 0;

  private final Memory memory;
  private final ExportFunction eval;
  private final int entrypoint;
  private final int data;
  private final int heap;

  OpaPolicy(WasmModule module) {
    this.memory = new ByteArrayMemory(new MemoryLimits(pages(module)));
    Instance instance =
        Instance.builder(module)
            .withImportValues(
                ImportValues.builder()
                    .addMemory(new ImportMemory(ENV, "memory", memory))
                    .addFunction(functions())
                    .build())
            .withStart(false)
            .build();
    this.eval = instance.export("opa_eval");
    requireNoBuiltins(json(instance, "builtins"));
    this.entrypoint = entrypoint(json(instance, "entrypoints"));
    byte[] none = "{}".getBytes(StandardCharsets.UTF_8);
    int address = call(instance, "opa_malloc", none.length);
    memory.write(address, none);
    this.data = call(instance, "opa_json_parse", address, none.length);
    this.heap = call(instance, "opa_heap_ptr_get");
  }

  /** Returns how much memory the module wants to begin with. */
  private static int pages(WasmModule module) {
    int pages = FEWEST_PAGES;
    for (int i = 0; i < module.importSection().importCount(); i++) {
      if (module.importSection().getImport(i) instanceof MemoryImport wanted) {
        pages = Math.max(pages, wanted.limits().initialPages());
      }
    }
    return pages;
  }

  private static int call(Instance instance, String function, long... arguments) {
    return (int) instance.export(function).apply(arguments)[0];
  }

  private Object json(Instance instance, String function) {
    int dumped = call(instance, "opa_json_dump", call(instance, function));
    Object value = Json.read(text(memory, dumped));
    return value == null ? Map.of() : value;
  }

  /** Those are functions that the compiler leaves to the host. */
  private static void requireNoBuiltins(Object builtins) {
    if (builtins instanceof Map<?, ?> map && !map.isEmpty()) {
      throw new GuestException(
          "it uses "
              + map.keySet()
              + " (expected: only functions of Rego that can be compiled to WebAssembly)");
    }
  }

  private static int entrypoint(Object entrypoints) {
    if (entrypoints instanceof Map<?, ?> map) {
      Object wanted = map.get(DECISION);
      if (wanted instanceof Number number) {
        return number.intValue();
      }
      if (map.size() == 1 && map.values().iterator().next() instanceof Number only) {
        return only.intValue();
      }
    }
    throw new GuestException("entrypoints: " + entrypoints + " (expected: " + DECISION + ")");
  }

  /** Evaluates; returns the results, as a JSON array of objects with a field {@code result}. */
  Object evaluate(String input) {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    reserve(heap + bytes.length);
    memory.write(heap, bytes);
    int free = heap + (bytes.length + 7 & ~7);
    int result = (int) eval.apply(0, entrypoint, data, heap, bytes.length, free, AS_JSON)[0];
    Object value = Json.read(text(memory, result));
    return value == null ? List.of() : value;
  }

  private void reserve(long end) {
    int missing = (int) (end / Memory.PAGE_SIZE) + 1 - memory.pages();
    if (missing > 0 && memory.grow(missing) < 0) {
      throw new GuestException("the request is larger than the policy's memory");
    }
  }

  /** Reads a text that ends with a zero. */
  private static String text(Memory memory, int address) {
    return memory.readCString(address);
  }

  private static HostFunction[] functions() {
    var functions = new ArrayList<HostFunction>();
    functions.add(
        new HostFunction(
            ENV,
            "opa_abort",
            FunctionType.of(List.of(ValType.I32), List.of()),
            (instance, arguments) -> {
              throw new GuestException(text(instance.memory(), (int) arguments[0]));
            }));
    functions.add(
        new HostFunction(
            ENV,
            "opa_println",
            FunctionType.of(List.of(ValType.I32), List.of()),
            (instance, arguments) -> {
              LOG.debug("{}", text(instance.memory(), (int) arguments[0]));
              return new long[0];
            }));
    for (int i = 0; i <= MOST_BUILTIN_ARGUMENTS; i++) {
      functions.add(
          new HostFunction(
              ENV,
              "opa_builtin" + i,
              FunctionType.of(Collections.nCopies(i + 2, ValType.I32), List.of(ValType.I32)),
              (instance, arguments) -> {
                throw new GuestException("builtin " + arguments[0] + " is not available");
              }));
    }
    return functions.toArray(HostFunction[]::new);
  }
}
