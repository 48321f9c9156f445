package dev.mecha.transport.link;

import org.jspecify.annotations.Nullable;

/**
 * What a frame says. A frame is its length (4 bytes, without themselves), the type (1 byte), the
 * number of its call (4 bytes, 0 if it is about the link) and what follows from the type.
 */
enum FrameType {
  /** A call begins: nanoseconds until its deadline (0 for none), method, metadata. */
  OPEN(0),
  /** The answer begins: metadata. */
  HEADERS(1),
  /** A piece of a message; more of it follows. */
  PIECE(2),
  /** A message, or the last piece of one. */
  MESSAGE(3),
  /** The caller sends no more messages. */
  END(4),
  /** The call is over: status, trailers. */
  CLOSE(5),
  /** The caller gives the call up. */
  CANCEL(6),
  /** So many bytes of messages have been read, and may be sent in addition. */
  CREDIT(7),
  /** Are you there? */
  PING(8),
  /** Yes. */
  PONG(9),
  /** The server is about to end: no new calls, please. */
  LEAVING(10),
  /** The caller begins no new calls. */
  LEFT(11);

  private static final FrameType[] BY_NUMBER = new FrameType[16];

  static {
    for (FrameType type : values()) {
      BY_NUMBER[type.number] = type;
    }
  }

  private final int number;

  FrameType(int number) {
    this.number = number;
  }

  /** Returns the byte that stands for it. */
  int number() {
    return number;
  }

  /** Returns what a byte stands for, or null. */
  static @Nullable FrameType of(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
  }
}
