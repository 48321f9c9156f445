package dev.mecha.component.jetstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketKeyTest {

  @ParameterizedTest
  @CsvSource({
    "app||key, app.key",
    "a||b||c, a.b.c",
    "A-z_0/9=, A-z_0/9=",
    "a.b, a.b",
    "a:b, a=3Ab",
    "a b, a=20b",
    "ü, =C3=BC",
    "a|b, a=7Cb",
    "a|||b, a.=7Cb",
    "*>, =2A=3E",
    "a||||b, a.=7C=7Cb",
    "a..b, a.=2Eb",
    ".a, =2Ea",
    "a., a=2E",
    "a||, a=7C=7C",
    "||, =7C=7C",
    "a=3Ab, a=3D3Ab",
    "a=3g, a=3g",
    "a=3, a=3"
  })
  void isThePeersWhereItCanBe(String key, String expected) {
    assertThat(BucketKey.of(key)).isEqualTo(expected);
  }
}
