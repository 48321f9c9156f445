package dev.mecha.kernel.middleware;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.spi.middleware.HttpBody;
import dev.mecha.spi.middleware.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Requests and answers between the data path and middleware, whose contract has its own types. */
final class Messages {

  private Messages() {}

  static HttpHeaders forMiddleware(Headers headers) {
    var copy = new HttpHeaders();
    headers.forEach(copy::add);
    return copy;
  }

  static Headers fromMiddleware(HttpHeaders headers) {
    var copy = new Headers();
    headers.forEach(copy::add);
    return copy;
  }

  /** A body that middleware has left alone is the one that it got. */
  static Body fromMiddleware(HttpBody body) {
    return body instanceof Body own ? own : new Foreign(body);
  }

  /** A body that middleware has made. */
  private record Foreign(HttpBody body) implements Body {

    @Override
    public long length() {
      return body.length();
    }

    @Override
    public boolean arrived() {
      return body.arrived();
    }

    @Override
    public byte @Nullable [] next() throws InterruptedException {
      return body.next();
    }

    @Override
    public void close() {
      body.close();
    }
  }
}
