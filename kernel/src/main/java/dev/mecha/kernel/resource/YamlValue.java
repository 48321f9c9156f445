package dev.mecha.kernel.resource;

import java.util.List;
import java.util.Map;

/**
 * A parsed YAML document or a part of it: a tree without cycles. Immutable. Its text may hold
 * secrets and is not printed.
 */
public sealed interface YamlValue {

  /**
   * @return where the value starts
   */
  Origin origin();

  /** What a scalar stands for by the rules of YAML 1.1. */
  enum ScalarKind {
    /** A string; always, if the scalar is quoted. */
    TEXT,
    /** {@code true}, {@code no}, {@code on} and the like. */
    BOOLEAN,
    /** A whole number to base 10, 16, 8 or 2. */
    INTEGER,
    /** A number with a fraction or an exponent. */
    FLOAT,
    /** Nothing: {@code null}, {@code ~} or no text at all. */
    NULL
  }

  /**
   * A value without parts.
   *
   * @param kind what it stands for
   * @param text as it is written, without quotes
   * @param origin where it starts
   */
  record Scalar(ScalarKind kind, String text, Origin origin) implements YamlValue {
    @Override
    public String toString() {
      return kind + "@" + origin;
    }
  }

  /**
   * A list.
   *
   * @param items in order
   * @param origin where it starts
   */
  record Sequence(List<YamlValue> items, Origin origin) implements YamlValue {
    @Override
    public String toString() {
      return "SEQUENCE@" + origin;
    }
  }

  /**
   * Named values.
   *
   * @param fields in order; of a name written twice, the last
   * @param origin where it starts
   */
  record Mapping(Map<String, YamlValue> fields, Origin origin) implements YamlValue {
    @Override
    public String toString() {
      return "MAPPING@" + origin;
    }
  }
}
