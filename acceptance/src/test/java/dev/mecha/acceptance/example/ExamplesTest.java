package dev.mecha.acceptance.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Command;
import dev.mecha.acceptance.process.Http;
import dev.mecha.acceptance.process.Ports;
import dev.mecha.tck.server.RealServers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each example does what it says, in each language. */
class ExamplesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"java, State.java", "node, state.mjs", "python3, state.py"})
  void state(String language, String program) {
    assertThat(run("state", List.of(), language, program))
        .contains("read {\"items\":1}", "changed: 204", "changed again with the old ETag: 409");
  }

  @ParameterizedTest
  @CsvSource({"java, Events.java", "node, events.mjs", "python3, events.py"})
  void events(String language, String program) {
    String port = Integer.toString(Ports.free());
    assertThat(run("events", List.of("--app-port", port), language, program))
        .contains("event {")
        .containsPattern("\"data\": ?\\{\"id\": ?7}");
  }

  @ParameterizedTest
  @CsvSource({
    "java, Bindings.java, hello from java",
    "node, bindings.mjs, hello from javascript",
    "python3, bindings.py, hello from python"
  })
  void bindings(String language, String program, String expected) {
    List<String> flags = List.of("--resources-path", "components");
    assertThat(run("bindings", flags, language, program)).contains("file ", expected);
  }

  @ParameterizedTest
  @CsvSource({"java, Secrets.java", "node, secrets.mjs", "python3, read_secret.py"})
  void secrets(String language, String program) {
    List<String> flags = List.of("--resources-path", "components");
    assertThat(run("secrets", flags, language, program))
        .contains("secret {\"greeting\":\"an open secret\"}");
  }

  @ParameterizedTest
  @CsvSource({"java, Configuration.java", "node, configuration.mjs", "python3, configuration.py"})
  void configuration(String language, String program) {
    String port = Integer.toString(Ports.free());
    List<String> flags = List.of("--app-port", port, "--resources-path", "components");
    assertThat(run("configuration", flags, language, program))
        .contains("limit {\"limit\":{\"value\":\"10\"}}", "changed {", "\"value\":\"20\"");
  }

  @ParameterizedTest
  @CsvSource({"node, orders.test.mjs", "python3, test_orders.py"})
  void testing(String language, String program) {
    String port = Integer.toString(Ports.free());
    List<String> flags =
        List.of("--test-mode", "--app-port", port, "--resources-path", "components");
    assertThat(run("testing", flags, language, program)).contains("Test mode: the clock");
  }

  @ParameterizedTest
  @CsvSource({"java, Lock.java", "node, lock.mjs", "python3, lock.py"})
  void lock(String language, String program) {
    assertThat(run("lock", List.of(), language, program))
        .contains(
            "first {\"success\":true}",
            "second {\"success\":false}",
            "given back {\"status\":0}",
            "second again {\"success\":true}");
  }

  @ParameterizedTest
  @CsvSource({
    "java, Crypto.java, hello from java",
    "node, crypto.mjs, hello from javascript",
    "python3, crypto.py, hello from python"
  })
  void crypto(String language, String program, String expected) {
    List<String> flags = List.of("--resources-path", "components");
    assertThat(run("crypto", flags, language, program))
        .contains("encrypted dapr.io/enc/v1", "decrypted " + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "java, Conversation.java, hello from java",
    "node, conversation.mjs, hello from javascript",
    "python3, conversation.py, hello from python"
  })
  void conversation(String language, String program, String expected) {
    List<String> flags = List.of("--resources-path", "components");
    assertThat(run("conversation", flags, language, program)).contains("answer ", expected);
  }

  @ParameterizedTest
  @CsvSource({
    "java, java.yaml, HELLO FROM JAVA",
    "node, javascript.yaml, HELLO FROM JAVASCRIPT",
    "python3, python.yaml, HELLO FROM PYTHON"
  })
  void invocation(String language, String file, String expected) {
    RealServers.require(language);
    Example example = Example.copied("invocation", folder);
    example.replace(file, "8080", Integer.toString(Ports.free()));
    try (Command.Running run = example.command().start("run", "-f", file)) {
      run.await("== APP - call == answer " + expected);
    }
  }

  @Test
  void theShopSellsAcrossLanguagesAndProtocols() {
    RealServers.require("java");
    Assumptions.assumeTrue(RealServers.find("go").isPresent(), "go is not installed");
    Example example = Example.copied("shop", folder);
    int http = Ports.free();
    example.replace("dapr.yaml", "3500", Integer.toString(http));
    for (int port = 8080; port <= 8084; port++) {
      example.replace("dapr.yaml", Integer.toString(port), Integer.toString(Ports.free()));
    }
    try (Command.Running run = example.command().start("run", "-f", ".");
        var client = new Http(http)) {
      run.await("All 5 applications are ready.");
      var answer = client.send("POST", "/v1.0/invoke/order/method/order/tea/3", "");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body())
          .isEqualTo(
              "{\"product\": \"tea\", \"quantity\": 3, \"total\": 10, \"receipt\": {\"charged\":"
                  + " 10, \"balance\": 10}}");
      run.await("== APP - bank == somebody bought 3 tea for 10");
      run.process().destroy();
      assertThat(run.awaitExit()).isZero();
    }
  }

  private String run(String name, List<String> flags, String... program) {
    RealServers.require(program[0]);
    Example example = Example.copied(name, folder);
    var arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(flags);
    arguments.add("--");
    arguments.addAll(List.of(program));
    Command.Result result = example.command().run(arguments.toArray(String[]::new));
    assertThat(result.status()).as(result.out() + result.err()).isZero();
    return result.out();
  }
}
