package dev.mecha.component.wasm;

/** A guest asked for what it must not. */
final class GuestException extends RuntimeException {

  private static final long serialVersionUID = 1;

  GuestException(String message) {
    super(message);
  }
}
