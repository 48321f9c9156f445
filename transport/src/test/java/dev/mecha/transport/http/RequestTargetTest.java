package dev.mecha.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

  @Test
  void takesATargetApart() {
    assertThat(RequestTarget.parse("/a/b?c=d?e")).isEqualTo(new RequestTarget("/a/b", "c=d?e"));
    assertThat(RequestTarget.parse("/a%20b")).isEqualTo(new RequestTarget("/a%20b", ""));
    assertThat(RequestTarget.parse("http://h:1/a?b")).isEqualTo(new RequestTarget("/a", "b"));
    assertThat(RequestTarget.parse("http://h")).isEqualTo(new RequestTarget("/", ""));
    assertThat(RequestTarget.parse("*")).isEqualTo(new RequestTarget("*", ""));
    assertThat(RequestTarget.parse("//a")).isEqualTo(new RequestTarget("//a", ""));
    assertThat(RequestTarget.parse("/?%zz")).isEqualTo(new RequestTarget("/", "%zz"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "?a", "/%", "/%1", "/%1g", "/%%20", "/a\u0000b", "/a\tb", "://x"})
  void refuses(String target) {
    assertThat(RequestTarget.parse(target)).isNull();
  }

  @Test
  void readsAQuery() {
    var query = new QueryString("a=1&a=2&b&=c&d=x%20y+z&e=%zz&f;g=1&&metadata.k=v&metadata.k=w");
    assertThat(query.first("a")).isEqualTo("1");
    assertThat(query.all("a")).isEqualTo(List.of("1", "2"));
    assertThat(query.first("b")).isEmpty();
    assertThat(query.first("")).isEqualTo("c");
    assertThat(query.first("d")).isEqualTo("x y z");
    assertThat(query.first("e")).isNull();
    assertThat(query.first("f;g")).isNull();
    assertThat(query.all("no")).isEmpty();
    assertThat(query.metadata()).isEqualTo(Map.of("k", "v"));
  }
}
