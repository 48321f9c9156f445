package dev.mecha.testing;

import dev.mecha.kernel.channel.Body;

/**
 * A body that was looked at on its way.
 *
 * @param bytes what it consists of; empty if it was not looked at
 * @param complete whether the bytes are all of it
 * @param again what goes on
 */
record RecordedBody(byte[] bytes, boolean complete, Body again) {

  private static final long MOST = 1 << 20;

  /** One that is long, or does not say how long it is, passes as it is. */
  static RecordedBody of(Body body) throws InterruptedException {
    if (body.length() == Body.UNKNOWN || body.length() > MOST) {
      return new RecordedBody(new byte[0], false, body);
    }
    byte[] bytes = body.readAll();
    return new RecordedBody(bytes, true, Body.of(bytes));
  }
}
