package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.ComponentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who may send to a queue: topics may, one statement for each, beside what others have said. */
final class QueuePolicy {

  private QueuePolicy() {}

  /**
   * @param policy of the queue; null if it has none
   * @param queue its ARN
   * @param topic the ARN of a topic
   * @return the policy with which the topic may send to the queue; null if it may already
   * @throws ComponentException if the policy cannot be read
   */
  static @Nullable String allowing(@Nullable String policy, String queue, String topic) {
    var document = new LinkedHashMap<Object, @Nullable Object>();
    document.put("Version", "2012-10-17");
    if (policy != null && !policy.isEmpty()) {
      document.putAll(read(policy));
    }
    var statements = new ArrayList<@Nullable Object>();
    switch (document.get("Statement")) {
      case List<?> several -> statements.addAll(several);
      case Map<?, ?> one -> statements.add(one);
      case null, default -> {}
    }
    Map<String, Object> wanted = statement(queue, topic);
    if (statements.stream().anyMatch(there -> says(there, wanted))) {
      return null;
    }
    statements.add(wanted);
    document.put("Statement", statements);
    return new String(Json.write(document), UTF_8);
  }

  private static Map<?, ?> read(String policy) {
    try {
      if (Json.parse(policy.getBytes(UTF_8)) instanceof Map<?, ?> fields) {
        return fields;
      }
    } catch (IOException e) {
      // Said below.
    }
    throw new ComponentException("the policy of the queue is no JSON object");
  }

  private static boolean says(@Nullable Object there, Map<String, Object> wanted) {
    return there instanceof Map<?, ?> fields
        && Objects.equals(wanted.get("Resource"), fields.get("Resource"))
        && Objects.equals(wanted.get("Condition"), fields.get("Condition"));
  }

  private static Map<String, Object> statement(String queue, String topic) {
    var statement = new LinkedHashMap<String, Object>();
    statement.put("Effect", "Allow");
    statement.put("Principal", Map.of("Service", "sns.amazonaws.com"));
    statement.put("Action", "sqs:SendMessage");
    statement.put("Resource", queue);
    statement.put("Condition", Map.of("ArnEquals", Map.of("aws:SourceArn", topic)));
    return statement;
  }
}
