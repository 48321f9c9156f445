package dev.mecha.component.etcd;

/** Version 1: the value, and nothing else. */
record PlainForm() implements ValueForm {

  @Override
  public byte[] encode(byte[] value, int seconds) {
    return value;
  }

  @Override
  public Kept decode(String key, byte[] stored) {
    return new Kept(stored, null);
  }
}
