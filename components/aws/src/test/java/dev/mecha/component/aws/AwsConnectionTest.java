package dev.mecha.component.aws;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.tck.server.RealServers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@Timeout(60)
class AwsConnectionTest {

  private static final String CREDENTIALS =
      """
      <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult><Credentials>
        <AccessKeyId>ASSUMED</AccessKeyId><SecretAccessKey>assumed-secret</SecretAccessKey>
        <SessionToken>assumed-token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
      </Credentials></%1$sResult></%1$sResponse>
      """;

  private static final String THROTTLED =
      "{\"__type\": \"ThrottlingException\", \"message\": \"slow down\"}";

  private FakeService service;

  @BeforeEach
  void startService() throws Exception {
    service = new FakeService();
  }

  @AfterEach
  void stopService() {
    service.close();
  }

  private AwsConnection connection(String... fields) {
    var metadata =
        new HashMap<String, String>(
            Map.of(
                "endpoint", service.endpoint(),
                "region", "us-east-1",
                "accessKey", "canary-access",
                "secretKey", "canary-secret",
                "sessionToken", "canary-token"));
    for (int i = 0; i < fields.length; i += 2) {
      metadata.put(fields[i], fields[i + 1]);
    }
    return AwsConnection.of(
        AwsSettings.of(ComponentMetadata.of(metadata)), false, Duration.ofMillis(300));
  }

  private static int tables(AwsConnection connection) throws InterruptedException {
    try (DynamoDbClient client = connection.client(DynamoDbClient.builder())) {
      return connection.call("list tables", () -> client.listTables().tableNames().size());
    }
  }

  private static String failure(AwsConnection connection) {
    var text = new StringWriter();
    assertThatThrownBy(() -> tables(connection))
        .isInstanceOf(ComponentException.class)
        .satisfies(e -> e.printStackTrace(new PrintWriter(text, true)));
    return text.toString();
  }

  @Test
  void signsWithTheKeysThatItIsGiven() throws Exception {
    service.answering(200, "{\"TableNames\": [\"a\"]}");
    assertThat(tables(connection())).isEqualTo(1);
    assertThat(service.asked().getFirst().headers())
        .containsEntry("x-amz-security-token", "canary-token")
        .extractingByKey("authorization")
        .asString()
        .contains("Credential=canary-access/", "/us-east-1/dynamodb/")
        .doesNotContain("canary-secret");
  }

  @Test
  void triesAgainWhenItIsThrottled() throws Exception {
    service.answering(400, THROTTLED).answering(500, "").answering(200, "{\"TableNames\": []}");
    assertThat(tables(connection())).isZero();
    assertThat(service.asked()).hasSize(3);
  }

  @Test
  void saysThatItIsThrottledStill() {
    service.answering(400, THROTTLED);
    assertThat(failure(connection()))
        .startsWith(
            "dev.mecha.spi.ComponentException: list tables: ThrottlingException: slow down (status"
                + " 400");
    assertThat(service.asked()).hasSize(3);
  }

  @Test
  void givesUpOnAServerThatSaysNothing() {
    service.silent();
    assertThat(failure(connection())).contains("list tables: ", "Read timed out");
  }

  @Test
  void saysThatNobodyListens() {
    assertThat(failure(connection("endpoint", "http://127.0.0.1:" + RealServers.freePort())))
        .contains("list tables: ", "Connection refused");
  }

  @Test
  void answersAnInterrupt() throws Exception {
    service.silent();
    AwsConnection patient =
        AwsConnection.of(
            AwsSettings.of(
                ComponentMetadata.of(
                    Map.of(
                        "endpoint", service.endpoint(),
                        "region", "us-east-1",
                        "accessKey", "a",
                        "secretKey", "b"))));
    var outcome = new AtomicReference<@Nullable Exception>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    tables(patient);
                  } catch (InterruptedException | RuntimeException e) {
                    outcome.set(e);
                  }
                });
    await().until(() -> !service.asked().isEmpty());
    caller.interrupt();
    assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"InvalidSignatureException", "SignatureDoesNotMatch", "ValidationException"})
  void showsNoSecretThatTheServiceQuotes(String code) {
    service.answering(
        403,
        """
        {"__type": "%s", "message": "The Canonical String should have been: canary-access \
        x-amz-security-token:canary-token canary-secret"}
        """
            .formatted(code));
    assertThat(failure(connection())).contains(code).doesNotContain("canary");
  }

  @Test
  void callsInARole() throws Exception {
    service
        .answering(200, CREDENTIALS.formatted("AssumeRole"))
        .answering(200, "{\"TableNames\": []}");
    AwsConnection connection =
        connection("assumeRoleArn", "arn:aws:iam::123456789012:role/r", "sessionName", "orders");
    tables(connection);
    tables(connection);
    assertThat(service.asked()).hasSize(3);
    assertThat(service.asked().getFirst().form())
        .containsEntry("Action", "AssumeRole")
        .containsEntry("RoleArn", "arn:aws:iam::123456789012:role/r")
        .containsEntry("RoleSessionName", "orders");
    assertThat(service.asked().getLast().headers())
        .containsEntry("x-amz-security-token", "assumed-token")
        .extractingByKey("authorization")
        .asString()
        .contains("Credential=ASSUMED/");
  }

  @Test
  void saysThatTheRoleCannotBeAssumed() {
    service.answering(
        403,
        """
        <ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message></Error>
        <RequestId>1</RequestId></ErrorResponse>
        """);
    assertThat(failure(connection("assumeRoleArn", "arn:aws:iam::123456789012:role/r")))
        .contains("list tables: AccessDenied: not you (status 403");
  }

  /** As in Kubernetes; the calling thread belongs to somebody who does not know the SDK. */
  @Test
  void becomesWhatAServiceAccountsTokenSays(@TempDir Path folder) throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "canary-web-token");
    Map<String, String> properties =
        Map.of(
            "aws.roleArn",
            "arn:aws:iam::123456789012:role/pod",
            "aws.webIdentityTokenFile",
            token.toString(),
            "aws.endpointUrlSts",
            service.endpoint(),
            "aws.region",
            "us-east-1");
    service
        .answering(200, CREDENTIALS.formatted("AssumeRoleWithWebIdentity"))
        .answering(200, "{\"TableNames\": []}");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    properties.forEach(System::setProperty);
    try {
      AwsConnection connection =
          AwsConnection.of(
              AwsSettings.of(ComponentMetadata.of(Map.of("endpoint", service.endpoint()))));
      Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
      tables(connection);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
      properties.keySet().forEach(System::clearProperty);
    }
    assertThat(service.asked().getFirst().form())
        .containsEntry("WebIdentityToken", "canary-web-token")
        .containsEntry("RoleArn", "arn:aws:iam::123456789012:role/pod");
    assertThat(requireNonNull(service.asked().getLast().headers().get("authorization")))
        .contains("Credential=ASSUMED/");
  }

  @Test
  void refusesCallsWhenItIsClosed() {
    AwsConnection connection = connection();
    DynamoDbClient client = connection.client(DynamoDbClient.builder());
    connection.close();
    connection.close();
    assertThatThrownBy(() -> connection.call("list tables", client::listTables))
        .isInstanceOf(ComponentException.class)
        .hasMessage("list tables: the component is closed");
    assertThat(failure(connection)).contains("the component is closed");
    assertThat(service.asked()).isEmpty();
  }
}
