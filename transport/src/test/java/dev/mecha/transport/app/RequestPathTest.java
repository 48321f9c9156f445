package dev.mecha.transport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.channel.UnreachableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPathTest {

  @ParameterizedTest
  @CsvSource({
    "'',''",
    "a/b,a/b",
    "a b,a%20b",
    "a(b)[c]*'!',a(b)[c]*'!'",
    "a (b),a%20%28b%29",
    "$&+-.:;=@_~,$&+-.:;=@_~",
    "100%,100%25",
    "a?b#c,a%3Fb%23c",
    "Jürgen,J%C3%BCrgen",
    "\uD83D\uDE00,%F0%9F%98%80"
  })
  void encodesAsThePeer(String path, String encoded) {
    assertThat(RequestPath.encode(path)).isEqualTo(encoded);
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.com,false,example.com,80,''",
    "https://example.com/,true,example.com,443,''",
    "HTTPS://example.com:8443/a/b/,true,example.com,8443,/a/b",
    "http://[::1]:3000/a%20b,false,::1,3000,/a%20b",
    "http://user:secret@example.com,false,example.com,80,''"
  })
  void readsBaseUrls(String url, boolean tls, String host, int port, String prefix) {
    assertThat(Target.of(url)).isEqualTo(new Target(tls, host, port, prefix));
    assertThat(Target.of(url).url("/x")).doesNotContain("secret");
  }

  @Test
  void refusesOtherUrls() {
    for (String url :
        new String[] {"", "example.com", "ftp://example.com", "http://", "http://a b"}) {
      assertThatThrownBy(() -> Target.of(url))
          .isInstanceOf(UnreachableException.class)
          .hasMessageStartingWith("base URL: ");
    }
  }
}
