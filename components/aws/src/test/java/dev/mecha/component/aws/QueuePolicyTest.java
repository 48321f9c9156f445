package dev.mecha.component.aws;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import org.junit.jupiter.api.Test;

class QueuePolicyTest {

  private static final String ONE =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
          + "\"Principal\":{\"Service\":\"sns.amazonaws.com\"},\"Action\":\"sqs:SendMessage\","
          + "\"Resource\":\"queue\","
          + "\"Condition\":{\"ArnEquals\":{\"aws:SourceArn\":\"topic\"}}}]}";

  @Test
  void beginsWithOneStatement() {
    assertThat(QueuePolicy.allowing(null, "queue", "topic")).isEqualTo(ONE);
    assertThat(QueuePolicy.allowing("", "queue", "topic")).isEqualTo(ONE);
  }

  @Test
  void addsAStatementForEachTopic() {
    assertThat(QueuePolicy.allowing(ONE, "queue", "topic")).isNull();
    String two = requireNonNull(QueuePolicy.allowing(ONE, "queue", "other"));
    assertThat(two).contains("\"topic\"", "\"other\"");
    assertThat(QueuePolicy.allowing(two, "queue", "topic")).isNull();
    assertThat(QueuePolicy.allowing(two, "queue", "other")).isNull();
  }

  @Test
  void keepsWhatOthersHaveSaid() {
    String others =
        "{\"Version\":\"2008-10-17\",\"Id\":\"x\",\"Statement\":{\"Action\":[\"sqs:*\"]}}";
    assertThat(QueuePolicy.allowing(others, "queue", "topic"))
        .startsWith(
            "{\"Version\":\"2008-10-17\",\"Id\":\"x\",\"Statement\":[{\"Action\":[\"sqs:*\"]},{");
    assertThatThrownBy(() -> QueuePolicy.allowing("[]", "queue", "topic"))
        .isInstanceOf(ComponentException.class);
  }
}
