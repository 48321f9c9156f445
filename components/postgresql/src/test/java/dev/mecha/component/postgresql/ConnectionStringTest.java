package dev.mecha.component.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionStringTest {

  @Test
  void keywordsHaveValues() {
    assertThat(
            ConnectionString.parse(
                "host=localhost user=postgres password=example port=5432 connect_timeout=10"
                    + " database=dapr_test"))
        .isEqualTo(
            Map.of(
                "host", "localhost",
                "user", "postgres",
                "password", "example",
                "port", "5432",
                "connect_timeout", "10",
                "database", "dapr_test"));
  }

  @Test
  void valuesMayBeQuotedAndEscaped() {
    assertThat(
            ConnectionString.parse(
                " host = a\tuser='some one' password='it\\'s \\\\ = ?' dbname=x\\ y options='' "))
        .isEqualTo(
            Map.of(
                "host", "a",
                "user", "some one",
                "password", "it's \\ = ?",
                "database", "x y",
                "options", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres://", "postgresql://"})
  void urlsHaveAllParts(String scheme) {
    assertThat(
            ConnectionString.parse(
                scheme
                    + "us%20er:p%40ss+w%2Ford@db.example:6432/my%20db?sslmode=verify-full&sslrootcert=%2Fca+1.pem"))
        .isEqualTo(
            Map.of(
                "user", "us er",
                "password", "p@ss+w/ord",
                "host", "db.example",
                "port", "6432",
                "database", "my db",
                "sslmode", "verify-full",
                "sslrootcert", "/ca 1.pem"));
  }

  @Test
  void urlsMayLeaveOutAnything() {
    assertThat(ConnectionString.parse("postgres://")).isEmpty();
    assertThat(ConnectionString.parse("postgres://h")).isEqualTo(Map.of("host", "h"));
    assertThat(ConnectionString.parse("postgres://h/")).isEqualTo(Map.of("host", "h"));
    assertThat(ConnectionString.parse("postgres:///db")).isEqualTo(Map.of("database", "db"));
    assertThat(ConnectionString.parse("postgres://u@h?dbname=d"))
        .isEqualTo(Map.of("user", "u", "host", "h", "database", "d"));
    assertThat(ConnectionString.parse("postgres://u:@h:1?x=/y@z:1"))
        .isEqualTo(Map.of("user", "u", "password", "", "host", "h", "port", "1", "x", "/y@z:1"));
  }

  @Test
  void anUnescapedAtSignInThePasswordBelongsToIt() {
    assertThat(ConnectionString.parse("postgres://u:p@ss@h/d"))
        .containsEntry("password", "p@ss")
        .containsEntry("host", "h");
  }

  @Test
  void urlsMayNameManyHosts() {
    assertThat(ConnectionString.parse("postgres://a:1,b,[::1]:3/d"))
        .isEqualTo(Map.of("host", "a,b,::1", "port", "1,,3", "database", "d"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "this is not a valid connection string",
        "host",
        "=hunter2",
        "host=a hunter2",
        "password='hunter2",
        "postgres://u:hunter2%@h/d",
        " "
      })
  void whatHasNeitherFormIsRefusedWithoutShowingIt(String text) {
    assertThatThrownBy(() -> ConnectionString.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
