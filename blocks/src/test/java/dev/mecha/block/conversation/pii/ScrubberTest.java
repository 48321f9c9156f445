package dev.mecha.block.conversation.pii;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubberTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "my phone number is +2222222222|my phone number is <PHONE_NUMBER>",
        "call +44 20 7946 0958 now|call <PHONE_NUMBER> now",
        "call (555) 123-4567.|call <PHONE_NUMBER>.",
        "my email is test@test.com|my email is <EMAIL_ADDRESS>",
        "write to a.b+c@mail.example.co.uk!|write to <EMAIL_ADDRESS>!",
        "well hello there from 10.8.9.1|well hello there from <IP>",
        "at 255.255.255.255:80|at <IP>:80",
        "at 2001:db8::1 and ::1|at <IP> and <IP>",
        "at 1:2:3:4:5:6:7:8|at <IP>",
        "card 4111 1111 1111 1111|card <CREDIT_CARD>",
        "card 4111-1111-1111-1111, 378282246310005|card <CREDIT_CARD>, <CREDIT_CARD>",
        "ssn 123-45-6789|ssn <US_SSN>",
        "lives at 10 Downing Street, London|lives at <STREET_ADDRESS>, London",
        "P.O. Box 123|<PO_BOX>",
        "in Beverly Hills 90210|in Beverly Hills <ZIP_CODE>",
        "in 12345-6789|in <ZIP_CODE>",
        "book 978-3-16-148410-0|book <ISBN>",
        "book 9783161484100|book <ISBN>",
        "mac 00:1b:63:84:45:e6|mac <MAC_ADDRESS>",
        "iban DE89370400440532013000|iban <IBAN>",
        "iban DE89 3704 0044 0532 0130 00|iban <IBAN>",
        "a@b.org 10.0.0.1|<EMAIL_ADDRESS> <IP>"
      })
  void personalDataIsTakenOut(String text, String scrubbed) {
    assertThat(Scrubber.scrub(text)).isEqualTo(scrubbed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "well hello there",
        "in 2024 there were 365 days",
        "at 12:30:45 sharp",
        "version 1.2.3",
        "std::string, a :: b",
        "https://example.com/users/10.8.9.1?mail=a@b.org",
        "git@github.com:user/name.git",
        "300.1.1.1",
        "@home"
      })
  void theRestStays(String text) {
    assertThat(Scrubber.scrub(text)).isEqualTo(text);
  }

  @Test
  @Timeout(20)
  void noTextTakesLong() {
    for (String piece : new String[] {"1", "a@", "a.", "1 ", "1-", ":", "f:", "A1", "1 a "}) {
      long start = System.nanoTime();
      assertThat(Scrubber.scrub(piece.repeat(100_000 / piece.length()))).isNotNull();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }
}
