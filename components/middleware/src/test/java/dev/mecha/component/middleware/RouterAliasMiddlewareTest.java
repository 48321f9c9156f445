package dev.mecha.component.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.middleware.HttpBody;
import dev.mecha.spi.middleware.HttpHeaders;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterAliasMiddlewareTest {

  private static final String ROUTES =
      """
      {
      \t"/v1.0/mall/info": "/v1.0/invoke/srv/method/mall/info",
      \t"/v1.0/hello/{id}/info": "/v1.0/invoke/srv/method/hello/info",
      \t"/v1.0/item/{no:[0-9]{2}}": "/item"
      }
      """;

  private static String alias(Map<String, String> metadata, String path, String query) {
    Verdict verdict =
        new RouterAliasMiddleware(ComponentMetadata.of(metadata))
            .handle(
                new HttpRequest(
                    "GET", path, query, new HttpHeaders(), HttpBody.of(new byte[0]), ""));
    return ((Verdict.Pass) verdict).request().uri();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1.0/mall/info, '', /v1.0/invoke/srv/method/mall/info",
    "/v1.0/mall/info, a=b, /v1.0/invoke/srv/method/mall/info?a=b",
    "/v1.0/hello/7/info, '', /v1.0/invoke/srv/method/hello/info?id=7",
    "/v1.0/hello/a%26b/info, x=1, /v1.0/invoke/srv/method/hello/info?x=1&id=a%26b",
    "/v1.0/hello/7/8/info, '', /v1.0/hello/7/8/info",
    "/v1.0/item/42, '', /item?no=42",
    "/v1.0/item/4, '', /v1.0/item/4",
    "/other%20place, '', /other%20place"
  })
  void pathsAreReplaced(String path, String query, String expected) {
    assertThat(alias(Map.of("routes", ROUTES), path, query)).isEqualTo(expected);
  }

  @Test
  void routesMayBeYaml() {
    assertThat(alias(Map.of("routes", "/a: /b\n/c: /d\n"), "/c", "")).isEqualTo("/d");
  }

  @Test
  void olderFormHasAFieldForEachPath() {
    assertThat(alias(Map.of("/a", "/b", "/c", "/d"), "/c", "")).isEqualTo("/d");
  }

  @Test
  void withoutRoutesEverythingStaysAsItIs() {
    assertThat(alias(Map.of(), "/a", "")).isEqualTo("/a");
  }

  @Test
  void whatIsNoObjectIsRefused() {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> alias(Map.of("routes", "[1]"), "/", ""))
        .withMessage("routes: \"[1]\" (expected: a JSON object)");
  }
}
