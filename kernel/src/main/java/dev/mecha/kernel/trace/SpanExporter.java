package dev.mecha.kernel.trace;

import java.util.List;

/** Sends spans somewhere. Called by one thread at a time, which it may block. */
public interface SpanExporter extends AutoCloseable {

  /**
   * @return where to, for messages; without secrets
   */
  String destination();

  /**
   * Sends spans, and returns when they have arrived.
   *
   * @param spans at least one
   * @throws InterruptedException if there is no time left
   * @throws Exception if they did not arrive; they are not sent again
   */
  void export(List<Span> spans) throws Exception;

  /** Frees what it holds. Sends nothing more. */
  @Override
  void close();
}
