package dev.mecha.component.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class DnsReaderTest {

  private static ByteBuffer hex(String text) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(text.replace(" ", "")));
  }

  @Test
  void readsWhatIsWritten() throws Exception {
    var announcement =
        new Announcement("orders", "host-1-50002", InetAddress.getByName("fd00::1"), 50002);
    var message = DnsMessage.answer(7, announcement.records(3200));
    assertThat(DnsReader.read(DnsWriter.write(message))).isEqualTo(message);
    var question = DnsMessage.question("orders.local.", DnsRecord.PTR);
    assertThat(DnsReader.read(DnsWriter.write(question))).isEqualTo(question);
  }

  @Test
  void readsCompressedNamesAndSkipsOtherKinds() throws Exception {
    DnsMessage message =
        DnsReader.read(
            hex(
                "0000 8400 0000 0002 0000 0001"
                    + " 01 61 05 6c6f63616c 00 000c 0001 00000078 0004 01 78 c00c" // a.local PTR
                    // x.a
                    + " c00e 0005 0001 00000078 0002 c00c" // CNAME, of no use here
                    + " 01 79 c00e 0001 8001 00000078 0004 0a000001")); // y.local A, cache flush
    assertThat(message).isNotNull();
    assertThat(message.records())
        .isEqualTo(
            List.of(
                new DnsRecord.Pointer("a.local.", 120, "x.a.local."),
                new DnsRecord.Address("y.local.", 120, InetAddress.getByName("10.0.0.1"))));
  }

  @Test
  void refusesPointersThatGoInCircles() {
    assertThat(DnsReader.read(hex("0000 8400 0001 0000 0000 0000 c00c 000c 0001"))).isNull();
    assertThat(DnsReader.read(hex("0000 8400 0001 0000 0000 0000 0161 c00c 000c 0001"))).isNull();
  }

  @Test
  void refusesWhatIsCutOff() throws Exception {
    ByteBuffer whole =
        DnsWriter.write(
            DnsMessage.answer(
                0,
                new Announcement("orders", "a", InetAddress.getByName("10.0.0.1"), 1).records(60)));
    for (int length = 0; length < whole.limit(); length++) {
      assertThat(DnsReader.read(whole.duplicate().limit(length))).isNull();
    }
  }

  @Test
  void survivesNoise() {
    var random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      var noise = new byte[12 + random.nextInt(60)];
      random.nextBytes(noise);
      noise[4] = noise[6] = noise[8] = noise[10] = 0; // few records, so that it comes to reading
      DnsReader.read(ByteBuffer.wrap(noise));
    }
  }
}
