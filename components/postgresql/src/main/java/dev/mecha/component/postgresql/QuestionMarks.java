package dev.mecha.component.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code $1} by a question mark, and a question mark by two, wherever that is not part of
 * a text, a name or a comment.
 */
final class QuestionMarks {

  /** What is left as it is, and what is replaced. A word may have a dollar sign within. */
  private static final Pattern PARTS =
      Pattern.compile(
          """
          (?<escaped>\\b[eE]'(?:[^'\\\\]|\\\\.|'')*+')\
          |(?<text>'(?:[^']|'')*+')\
          |(?<name>"(?:[^"]|"")*+")\
          |(?<line>--[^\\n]*+)\
          |(?<open>/\\*)\
          |(?<quote>(?<![\\p{L}\\p{N}_$])\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*+)?\\$)\
          |(?<number>(?<![\\p{L}\\p{N}_$])\\$(?<digits>\\d{1,5}))\
          |(?<mark>\\?)\
          """,
          Pattern.DOTALL);

  private static final Pattern COMMENT = Pattern.compile("/\\*|\\*/");

  private final StringBuilder sql = new StringBuilder();
  private final List<Integer> order = new ArrayList<>();

  QuestionMarks(String text) {
    Matcher part = PARTS.matcher(text);
    int at = 0;
    while (part.find(at)) {
      sql.append(text, at, part.start());
      int end = part.end();
      if (part.group("number") != null && Integer.parseInt(part.group("digits")) > 0) {
        order.add(Integer.parseInt(part.group("digits")));
        sql.append('?');
      } else if (part.group("mark") != null) {
        sql.append("??");
      } else {
        end = end(text, part);
        sql.append(text, part.start(), end);
      }
      at = end;
    }
    sql.append(text, at, text.length());
  }

  private static int end(String text, Matcher part) {
    if (part.group("open") != null) {
      return commentEnd(text, part.end());
    }
    String quote = part.group("quote");
    if (quote == null) {
      return part.end();
    }
    int close = text.indexOf(quote, part.end());
    return close < 0 ? text.length() : close + quote.length();
  }

  /** Comments may be within comments. */
  private static int commentEnd(String text, int start) {
    Matcher mark = COMMENT.matcher(text);
    int depth = 1;
    int at = start;
    while (depth > 0 && mark.find(at)) {
      depth += mark.group().equals("/*") ? 1 : -1;
      at = mark.end();
    }
    return depth == 0 ? at : text.length();
  }

  /** For the driver. */
  String sql() {
    return sql.toString();
  }

  /** Which value each question mark stands for, from 1. */
  List<Integer> order() {
    return order;
  }
}
