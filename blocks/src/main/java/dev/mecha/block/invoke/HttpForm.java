package dev.mecha.block.invoke;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.GrpcHeaders;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.HopByHop;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.InvokeResponse.Protocol;
import dev.mecha.kernel.text.JsonText;
import java.nio.charset.StandardCharsets;

/** An answer as an HTTP caller gets it, whatever the application speaks. */
final class HttpForm {

  private HttpForm() {}

  /**
   * @param answer belongs to the result then
   * @return the answer of an HTTP application unchanged, but for what concerns one connection only
   */
  static InvokeResponse of(InvokeResponse answer) {
    if (answer.protocol() == Protocol.HTTP) {
      HopByHop.strip(answer.headers());
      return answer;
    }
    Headers headers = headers(answer);
    if (answer.status() == 0) {
      return InvokeResponse.http(200, headers, answer.body());
    }
    answer.close();
    String why = "{\"code\":" + answer.status() + ",\"message\":" + quoted(answer.message()) + "}";
    return InvokeResponse.http(
        InvokeErrors.httpStatus(answer.status()),
        headers,
        Body.of(why.getBytes(StandardCharsets.UTF_8)));
  }

  private static Headers headers(InvokeResponse answer) {
    var headers = new Headers();
    answer
        .headers()
        .forEach(
            (name, value) -> {
              if (GrpcHeaders.isText(name)) {
                headers.add(GrpcHeaders.toHttp(name), value);
              }
            });
    return HopByHop.strip(headers);
  }

  private static String quoted(String text) {
    var out = new StringBuilder();
    JsonText.appendString(out, text);
    return out.toString();
  }
}
