package dev.mecha.component.bindings;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "15 * * * * *       | 2026-03-01T10:00:00Z | 2026-03-01T10:00:15Z",
        "15 * * * * *       | 2026-03-01T10:00:15Z | 2026-03-01T10:01:15Z",
        "0 30 * * * *       | 2026-03-01T10:30:00Z | 2026-03-01T11:30:00Z",
        "30 10 * * *        | 2026-03-01T10:30:00Z | 2026-03-02T10:30:00Z",
        "*/20 * * * * *     | 2026-03-01T10:00:01Z | 2026-03-01T10:00:20Z",
        "5/20 * * * * *     | 2026-03-01T10:00:06Z | 2026-03-01T10:00:25Z",
        "0 0 9-17/4 * * *   | 2026-03-01T09:00:00Z | 2026-03-01T13:00:00Z",
        "0 0 0 1 JAN ?      | 2026-03-01T09:00:00Z | 2027-01-01T00:00:00Z",
        "0 0 12 * * mon-fri | 2026-02-28T09:00:00Z | 2026-03-02T12:00:00Z",
        "0 0 0 13 * FRI     | 2026-03-01T00:00:00Z | 2026-03-06T00:00:00Z",
        "0 0 0 29 2 *       | 2026-03-01T00:00:00Z | 2028-02-29T00:00:00Z",
        "@hourly            | 2026-03-01T10:00:00Z | 2026-03-01T11:00:00Z",
        "@daily             | 2026-03-01T10:00:00Z | 2026-03-02T00:00:00Z",
        "@midnight          | 2026-03-01T00:00:00Z | 2026-03-02T00:00:00Z",
        "@weekly            | 2026-03-02T00:00:00Z | 2026-03-08T00:00:00Z",
        "@monthly           | 2026-03-02T00:00:00Z | 2026-04-01T00:00:00Z",
        "@yearly            | 2026-03-02T00:00:00Z | 2027-01-01T00:00:00Z",
        "@annually          | 2026-03-02T00:00:00Z | 2027-01-01T00:00:00Z",
        "@every 1h30m       | 2026-03-02T00:00:07Z | 2026-03-02T01:30:07Z",
        "@every 100ms       | 2026-03-02T00:00:00Z | 2026-03-02T00:00:00.100Z",
        "TZ=Asia/Tokyo 0 9 * * *      | 2026-03-01T10:00:00Z | 2026-03-02T00:00:00Z",
        "CRON_TZ=Asia/Tokyo 0 9 * * * | 2026-03-01T10:00:00Z | 2026-03-02T00:00:00Z",
        "0 0 0 1,15 * *     | 2026-03-01T10:00:00.5Z | 2026-03-15T00:00:00Z"
      })
  void saysWhenItIsNext(String schedule, String now, String next) {
    assertThat(Schedules.parse(schedule, ZoneOffset.UTC).next(Instant.parse(now))).isEqualTo(next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * * *",
        "60 * * * * *",
        "* * 24 * * *",
        "0 0 0 0 * *",
        "0 0 0 * 13 *",
        "0 0 0 * * 7",
        "5-1 * * * * *",
        "*/0 * * * * *",
        "1/2/3 * * * * *",
        "1-2-3 * * * * *",
        "x * * * *",
        "-1 * * * * *",
        "@often",
        "@every",
        "@every x",
        "@every 0s",
        "@every -1s",
        "TZ=Nowhere/City * * * * *",
        "TZ=UTC"
      })
  void refusesWhatSaysNothing(String schedule) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedules.parse(schedule, ZoneOffset.UTC));
  }

  @Test
  void neverIsNoTime() {
    assertThat(
            Schedules.parse("0 0 0 30 2 *", ZoneOffset.UTC)
                .next(Instant.parse("2026-03-01T00:00:00Z")))
        .isNull();
  }

  @Test
  void anHourThatIsLeftOutIsPassedOver() {
    Schedule schedule = Schedules.parse("0 30 2 * * *", ZoneId.of("Europe/Berlin"));
    assertThat(times(schedule, "2026-03-28T00:00:00Z", 2))
        .containsExactly(
            Instant.parse("2026-03-28T01:30:00Z"), Instant.parse("2026-03-30T00:30:00Z"));
  }

  @Test
  void everyHourGoesOnWhenTheClocksChange() {
    Schedule schedule = Schedules.parse("@hourly", ZoneId.of("Europe/Berlin"));
    assertThat(times(schedule, "2026-10-24T23:00:00Z", 3))
        .containsExactly(
            Instant.parse("2026-10-25T00:00:00Z"),
            Instant.parse("2026-10-25T01:00:00Z"),
            Instant.parse("2026-10-25T02:00:00Z"));
  }

  private static List<Instant> times(Schedule schedule, String from, int count) {
    var times = new ArrayList<Instant>();
    Instant time = Instant.parse(from);
    for (int i = 0; i < count; i++) {
      time = requireNonNull(schedule.next(time));
      times.add(time);
    }
    return times;
  }
}
