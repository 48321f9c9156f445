package dev.mecha.kernel.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorJsonTest {

  private static ApiError error(String code, String message) {
    return ApiError.simple(404, Status.Code.NOT_FOUND, code, ErrorCategory.STATE, message);
  }

  private static String json(ApiError error) {
    return new String(ErrorJson.render(error), StandardCharsets.UTF_8);
  }

  @Test
  void aSimpleErrorIsItsCodeAndItsMessage() {
    assertThat(json(error("ERR_STATE_GET", "fail to get k")))
        .isEqualTo("{\"errorCode\":\"ERR_STATE_GET\",\"message\":\"fail to get k\"}");
  }

  @Test
  void everyDetailLooksAsThePeersDoes() {
    var error =
        error("ERR_STATE_STORE_NOT_FOUND", "state store <x> & \"y\" \u2028 not found\n")
            .withReason("DAPR_STATE_NOT_FOUND", Map.of("z", "1", "appID", "my <app>", "b", ""))
            .withDetail(new ErrorDetail.ResourceInfo("state", "x", "", ""))
            .withDetail(new ErrorDetail.BadRequest("key", "bad \"key\""))
            .withDetail(new ErrorDetail.Help("https://x/?a=b&c=d", "see"));

    assertThat(json(error))
        .isEqualTo(
            """
            {"errorCode":"ERR_STATE_STORE_NOT_FOUND",\
            "message":"state store \\u003cx\\u003e \\u0026 \\"y\\" \\u2028 not found\\n",\
            "details":[\
            {"@type":"type.googleapis.com/google.rpc.ErrorInfo","domain":"dapr.io",\
            "metadata":{"appID":"my \\u003capp\\u003e","b":"","z":"1"},\
            "reason":"DAPR_STATE_NOT_FOUND"},\
            {"@type":"type.googleapis.com/google.rpc.ResourceInfo","description":"","owner":"",\
            "resource_name":"x","resource_type":"state"},\
            {"@type":"type.googleapis.com/google.rpc.BadRequest",\
            "field_violations":[{"field":"key","description":"bad \\"key\\""}]},\
            {"@type":"type.googleapis.com/google.rpc.Help",\
            "links":[{"description":"see","url":"https://x/?a=b\\u0026c=d"}]}]}\
            """);
  }

  @Test
  void whatIsEmptyIsNullOrMissingWhereThePeerHasItSo() {
    var error =
        error("", "m")
            .withReason("DAPR_X", Map.of())
            .withDetail(new ErrorDetail.BadRequest("", ""))
            .withDetail(new ErrorDetail.Help("u", ""));

    assertThat(json(error))
        .isEqualTo(
            """
            {"errorCode":"DAPR_X","message":"m","details":[\
            {"@type":"type.googleapis.com/google.rpc.ErrorInfo","domain":"dapr.io",\
            "metadata":null,"reason":"DAPR_X"},\
            {"@type":"type.googleapis.com/google.rpc.BadRequest","field_violations":[{}]},\
            {"@type":"type.googleapis.com/google.rpc.Help","links":[{"url":"u"}]}]}\
            """);
  }

  @Test
  void aBodyHasTheFormOfItsError() {
    var json = ErrorBody.of(error("E", "m"));
    var plain = ErrorBody.of(ApiError.plain(401, Status.Code.UNAUTHENTICATED, "invalid api token"));

    assertThat(json.contentType()).isEqualTo("application/json");
    assertThat(json.bytes()).asString().isEqualTo("{\"errorCode\":\"E\",\"message\":\"m\"}");
    assertThat(json.noSniff()).isFalse();
    assertThat(plain.contentType()).isEqualTo("text/plain; charset=utf-8");
    assertThat(plain.bytes()).asString().isEqualTo("invalid api token\n");
    assertThat(plain.noSniff()).isTrue();
  }
}
