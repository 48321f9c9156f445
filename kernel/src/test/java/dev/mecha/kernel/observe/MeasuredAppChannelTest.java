package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeasuredAppChannelTest {

  private final Metrics metrics = new Metrics("app", new LabelRules(List.of()));
  private final AtomicLong clock = new AtomicLong();

  private AppChannel measured(AppChannel channel) {
    return new MeasuredAppChannel(
        request -> {
          clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(7));
          return channel.invoke(request);
        },
        new HttpClientMetrics(metrics, HttpMetricOptions.DEFAULTS, Buckets.latency(List.of(5L))),
        clock::get);
  }

  private static InvokeRequest request() {
    byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
    return new InvokeRequest("PUT", "orders", "", new Headers(), Body.of(body));
  }

  @Test
  void countsAnswersAndPassesThemOn() throws InterruptedException {
    InvokeResponse given = InvokeResponse.http(404, new Headers(), Body.of(new byte[9]));
    assertThat(measured(request -> given).invoke(request())).isSameAs(given);
    String labels = "{app_id=\"app\",method=\"PUT\",path=\"/orders\",status=\"404\"} ";
    assertThat(metrics.text())
        .contains("dapr_http_client_completed_count" + labels + "1\n")
        .contains("dapr_http_client_roundtrip_latency_sum" + labels + "7\n")
        .contains("dapr_http_client_received_bytes_sum{app_id=\"app\"} 9\n")
        .contains("status=\"\"} 5\n");
  }

  @Test
  void countsCallsWithoutAnAnswer() {
    var failure = new UnreachableException(Status.Code.UNAVAILABLE, "not there");
    var channel =
        measured(
            request -> {
              throw failure;
            });
    assertThatThrownBy(() -> channel.invoke(request())).isSameAs(failure);
    assertThat(metrics.text())
        .contains(
            "dapr_http_client_completed_count{app_id=\"app\",method=\"PUT\",path=\"/orders\","
                + "status=\"500\"} 1\n");
  }
}
