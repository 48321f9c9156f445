package dev.mecha.component.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionMarksTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '`',
      value = {
        "SELECT 1                          | SELECT 1                          | []",
        "VALUES ($1, $2)                   | VALUES (?, ?)                     | [1, 2]",
        "f($2,$10,$2)                      | f(?,?,?)                          | [2, 10, 2]",
        "a ? 'k' AND $1::jsonb ?| x        | a ?? 'k' AND ?::jsonb ??| x       | [1]",
        "'$1''?' || $1                     | '$1''?' || ?                      | [1]",
        "E'\\'$1' || $1                    | E'\\'$1' || ?                     | [1]",
        "\"$1?\" = $1                    | \"$1?\" = ?                     | [1]",
        "$$ $1 ? $$ || $1                  | $$ $1 ? $$ || ?                   | [1]",
        "$a$ $$ $1 $a$ || $1               | $a$ $$ $1 $a$ || ?                | [1]",
        "1 -- $1 ?                         | 1 -- $1 ?                         | []",
        "1 /* $1 /* ? */ $2 */ + $3        | 1 /* $1 /* ? */ $2 */ + ?         | [3]",
        "t$1 + _$2 + $3                    | t$1 + _$2 + ?                     | [3]",
        "'open $1                          | 'open ?                           | [1]",
        "$$ open $1                        | $$ open $1                        | []"
      })
  void standForNumbers(String text, String sql, String order) {
    var marks = new QuestionMarks(text);
    assertThat(marks.sql()).isEqualTo(sql);
    assertThat(marks.order()).hasToString(order);
  }
}
