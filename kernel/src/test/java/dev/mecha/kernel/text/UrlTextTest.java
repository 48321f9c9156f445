package dev.mecha.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlTextTest {

  @ParameterizedTest
  @CsvSource({
    "/plain,/plain",
    "/a%20b,/a b",
    "/a%2fb%2Fc,/a/b/c",
    "/caf%C3%A9,/caf\u00e9",
    "/%,/%",
    "/%4,/%4",
    "/%zz,/%zz",
    "/%25,/%",
    "/%2525,/%25",
    "/a+b,/a+b",
    "/%ff,/\ufffd",
    "/caf\u00e9%21,/caf\u00e9!"
  })
  void decodesWhatIsAnEscape(String path, String expected) {
    assertThat(UrlText.decodePath(path)).isEqualTo(expected);
  }

  @Test
  void aPathWithoutEscapesIsNotCopied() {
    String path = "/v1.0/state/store/key";

    assertThat(UrlText.decodePath(path)).isSameAs(path);
  }
}
