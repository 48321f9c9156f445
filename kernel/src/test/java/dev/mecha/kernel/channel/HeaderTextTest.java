package dev.mecha.kernel.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Values of headers as text, and back. */
class HeaderTextTest {

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  @Test
  void whatIsUtf8IsTextForOthers() {
    assertThat(HeaderText.toText("plain; q=\"1\"")).isEqualTo("plain; q=\"1\"");
    assertThat(HeaderText.toText(bytes("Grüße 日本 🎉"))).isEqualTo("Grüße 日本 🎉");
    assertThat(HeaderText.toBytes("Grüße 日本 🎉")).isEqualTo(bytes("Grüße 日本 🎉"));
  }

  @Test
  void anyBytesComeBackAsTheyWere() {
    var random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] raw = new byte[random.nextInt(12)];
      random.nextBytes(raw);
      String value = new String(raw, StandardCharsets.ISO_8859_1);
      String text = HeaderText.toText(value);
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
      assertThat(HeaderText.toBytes(text)).isEqualTo(value);
    }
    String privateUse = bytes("\uef80 \uefff");
    assertThat(HeaderText.toBytes(HeaderText.toText(privateUse))).isEqualTo(privateUse);
  }
}
