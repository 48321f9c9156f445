package dev.mecha.component.wasm;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import dev.mecha.spi.middleware.HttpHeaders;
import dev.mecha.spi.middleware.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The functions that http-wasm's HTTP handler ABI offers to guests. */
final class HttpHost {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.middleware.http.wasm");

  private static final String MODULE = "http_handler";
  private static final int REQUEST = 0;
  private static final int RESPONSE = 1;
  private static final long EOF = 1L << 32;

  /** What is behind a function. */
  private interface Call {
    long apply(Memory memory, int[] arguments) throws InterruptedException;
  }

  private final HttpGuest guest;
  private final byte[] config;

  HttpHost(HttpGuest guest, byte[] config) {
    this.guest = guest;
    this.config = config;
  }

  HostFunction[] functions() {
    return new HostFunction[] {
      result32("enable_features", 1, (_, args) -> guest.enable(args[0])),
      result32("get_config", 2, (memory, args) -> write(memory, args[0], args[1], config)),
      result32("log_enabled", 1, (_, args) -> level(args[0]) == null ? 0 : 1),
      nothing("log", 3, this::log),
      result32("get_method", 2, (memory, args) -> write(memory, args, request().verb())),
      nothing("set_method", 2, this::setMethod),
      result32("get_uri", 2, (memory, args) -> write(memory, args, request().uri())),
      nothing("set_uri", 2, this::setUri),
      result32("get_protocol_version", 2, (memory, args) -> write(memory, args, "HTTP/1.1")),
      result32("get_source_addr", 2, (memory, args) -> write(memory, args, address())),
      result64("get_header_names", 3, this::headerNames),
      result64("get_header_values", 5, this::headerValues),
      nothing("set_header_value", 5, this::setHeader),
      nothing("add_header_value", 5, this::addHeader),
      nothing("remove_header", 3, this::removeHeader),
      result64("read_body", 3, this::readBody),
      nothing("write_body", 3, this::writeBody),
      result32("get_status_code", 0, (_, _) -> guest.visit().status),
      nothing("set_status_code", 1, this::setStatus)
    };
  }

  private static HostFunction result32(String name, int arguments, Call call) {
    return function(name, arguments, List.of(ValType.I32), call);
  }

  private static HostFunction result64(String name, int arguments, Call call) {
    return function(name, arguments, List.of(ValType.I64), call);
  }

  private static HostFunction nothing(String name, int arguments, Call call) {
    return function(name, arguments, List.of(), call);
  }

  private static HostFunction function(
      String name, int arguments, List<ValType> results, Call call) {
    return new HostFunction(
        MODULE,
        name,
        FunctionType.of(Collections.nCopies(arguments, ValType.I32), results),
        (instance, values) -> {
          var integers = new int[values.length];
          for (int i = 0; i < values.length; i++) {
            integers[i] = (int) values[i];
          }
          try {
            long result = call.apply(instance.memory(), integers);
            return results.isEmpty() ? new long[0] : new long[] {result};
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GuestException("the request was cancelled");
          }
        });
  }

  private HttpRequest request() {
    return guest.visit().request;
  }

  private String address() {
    return request().remoteAddress();
  }

  private static String text(Memory memory, int address, int length) {
    return memory.readString(address, length);
  }

  private static long write(Memory memory, int[] buffer, String text) {
    return write(memory, buffer[0], buffer[1], text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes what fits; returns how long the whole is. */
  private static long write(Memory memory, int address, int limit, byte[] bytes) {
    if (bytes.length > 0 && bytes.length <= limit) {
      memory.write(address, bytes);
    }
    return bytes.length;
  }

  private static long writeAll(Memory memory, int address, int limit, List<String> texts) {
    byte[] bytes =
        texts.isEmpty()
            ? new byte[0]
            : (String.join("\0", texts) + "\0").getBytes(StandardCharsets.UTF_8);
    return (long) texts.size() << 32 | write(memory, address, limit, bytes);
  }

  private static @Nullable Level level(int level) {
    Level known =
        switch (level) {
          case -1 -> Level.DEBUG;
          case 0 -> Level.INFO;
          case 1 -> Level.WARN;
          case 2 -> Level.ERROR;
          default -> null;
        };
    return known == null || !LOG.isEnabledForLevel(known) ? null : known;
  }

  private long log(Memory memory, int[] args) {
    Level level = level(args[0]);
    if (level != null) {
      LOG.atLevel(level).log(text(memory, args[1], args[2]));
    }
    return 0;
  }

  private long setMethod(Memory memory, int[] args) {
    guest.visit().beforeNext("method");
    if (args[1] == 0) {
      throw new GuestException("HTTP method cannot be empty");
    }
    guest.visit().request = request().withVerb(text(memory, args[0], args[1]));
    return 0;
  }

  private long setUri(Memory memory, int[] args) {
    guest.visit().beforeNext("uri");
    String uri = text(memory, args[0], args[1]);
    int question = uri.indexOf('?');
    String path = question < 0 ? uri : uri.substring(0, question);
    guest.visit().request =
        request()
            .withUri(
                path.startsWith("/") ? path : "/" + path,
                question < 0 ? "" : uri.substring(question + 1));
    return 0;
  }

  private HttpHeaders headers(int kind) {
    return switch (kind) {
      case REQUEST -> request().headers();
      case RESPONSE -> guest.visit().answerHeaders;
      case 2, 3 -> new HttpHeaders(); // trailers, a feature that is not offered
      default -> throw new GuestException("unsupported header kind: " + kind);
    };
  }

  private HttpHeaders changing(int kind) {
    if (kind == REQUEST) {
      guest.visit().beforeNext("request header");
    } else {
      guest.visit().mayChangeAnswer("response header");
    }
    return headers(kind);
  }

  private long headerNames(Memory memory, int[] args) {
    List<String> names =
        headers(args[0]).names().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .distinct()
            .toList();
    return writeAll(memory, args[1], args[2], names);
  }

  private static String name(Memory memory, int address, int length) {
    if (length == 0) {
      throw new GuestException("HTTP header name cannot be empty");
    }
    return text(memory, address, length);
  }

  private long headerValues(Memory memory, int[] args) {
    String name = name(memory, args[1], args[2]);
    return writeAll(memory, args[3], args[4], headers(args[0]).all(name));
  }

  private long setHeader(Memory memory, int[] args) {
    changing(args[0]).set(name(memory, args[1], args[2]), text(memory, args[3], args[4]));
    return 0;
  }

  private long addHeader(Memory memory, int[] args) {
    changing(args[0]).add(name(memory, args[1], args[2]), text(memory, args[3], args[4]));
    return 0;
  }

  private long removeHeader(Memory memory, int[] args) {
    changing(args[0]).remove(name(memory, args[1], args[2]));
    return 0;
  }

  private ReadBody body(int kind) {
    return switch (kind) {
      case REQUEST -> guest.visit().requestBody;
      case RESPONSE -> {
        guest.visit().mayChangeAnswer("response body");
        yield guest.visit().answerBody;
      }
      default -> throw new GuestException("unsupported body kind: " + kind);
    };
  }

  private long readBody(Memory memory, int[] args) throws InterruptedException {
    if (args[2] <= 0) {
      throw new GuestException("buf_limit==0 reading body");
    }
    ReadBody body = body(args[0]);
    byte[] bytes = body.read(args[2]);
    memory.write(args[1], bytes);
    return bytes.length < args[2] || body.ended() ? EOF | bytes.length : bytes.length;
  }

  private long writeBody(Memory memory, int[] args) {
    if (args[0] == REQUEST) {
      guest.visit().beforeNext("request body");
    }
    body(args[0]).write(memory.readBytes(args[1], args[2]));
    return 0;
  }

  private long setStatus(Memory memory, int[] args) {
    guest.visit().mayChangeAnswer("status code");
    guest.visit().status = args[0];
    return 0;
  }
}
