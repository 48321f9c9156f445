package dev.mecha.kernel.middleware;

import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.PathText;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes calls of an application that speaks HTTP through {@code appHttpPipeline}. */
public final class MiddlewareAppChannel implements AppChannel {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.middleware.http");

  private final AppChannel channel;
  private final MiddlewarePipeline pipeline;

  private MiddlewareAppChannel(AppChannel channel, MiddlewarePipeline pipeline) {
    this.channel = channel;
    this.pipeline = pipeline;
  }

  /**
   * Puts a pipeline before an application.
   *
   * @param channel to the application
   * @param pipeline what calls pass
   * @return the channel behind the pipeline, or itself if the pipeline is empty
   */
  public static AppChannel of(AppChannel channel, MiddlewarePipeline pipeline) {
    return pipeline.isEmpty() ? channel : new MiddlewareAppChannel(channel, pipeline);
  }

  @Override
  public InvokeResponse invoke(InvokeRequest request) throws InterruptedException {
    Passage passage = null;
    boolean answered = false;
    try {
      passage = pipeline.enter(forMiddleware(request));
      HttpAnswer refusal = passage.refusal();
      InvokeResponse answer =
          refusal == null ? passOn(request, passage) : refused(request, refusal, passage);
      answered = true;
      return answer;
    } catch (BodyException e) {
      throw new UnreachableException(
          Status.Code.INVALID_ARGUMENT, "request body: " + e.getMessage(), e);
    } catch (UnreachableException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("Middleware failed: {} /{}", request.verb(), request.method(), e);
      throw new UnreachableException(Status.Code.INTERNAL, "middleware: " + e.getMessage(), e);
    } finally {
      if (!answered) {
        request.body().close();
        if (passage != null) {
          passage.close();
        }
      }
    }
  }

  private static HttpRequest forMiddleware(InvokeRequest request) {
    return new HttpRequest(
        request.verb(),
        "/" + PathText.encode(request.method()),
        request.query(),
        Messages.forMiddleware(request.headers()),
        request.body(),
        "");
  }

  private InvokeResponse passOn(InvokeRequest request, Passage passage)
      throws InterruptedException {
    HttpRequest goes = passage.request();
    String path = PathText.decode(goes.rawPath());
    InvokeResponse came =
        channel.invoke(
            new InvokeRequest(
                goes.verb(),
                path.startsWith("/") ? path.substring(1) : path,
                goes.query(),
                Messages.fromMiddleware(goes.headers()),
                new Both(Messages.fromMiddleware(goes.body()), request.body()::close)));
    boolean passed = false;
    try {
      HttpAnswer answer =
          passage.answered(
              new HttpAnswer(came.status(), Messages.forMiddleware(came.headers()), came.body()));
      passed = true;
      return response(
          answer,
          () -> {
            came.close();
            passage.close();
          });
    } finally {
      if (!passed) {
        came.close();
      }
    }
  }

  private static InvokeResponse refused(
      InvokeRequest request, HttpAnswer refusal, Passage passage) {
    return response(
        refusal,
        () -> {
          request.body().close();
          passage.close();
        });
  }

  private static InvokeResponse response(HttpAnswer answer, Runnable end) {
    return InvokeResponse.http(
        answer.status(),
        Messages.fromMiddleware(answer.headers()),
        new Both(Messages.fromMiddleware(answer.body()), end));
  }

  /** A body that ends more than itself. */
  private record Both(Body body, Runnable end) implements Body {

    @Override
    public long length() {
      return body.length();
    }

    @Override
    public boolean arrived() {
      return body.arrived();
    }

    @Override
    public byte @Nullable [] next() throws InterruptedException {
      return body.next();
    }

    @Override
    public byte[] readAll() throws InterruptedException {
      return body.readAll();
    }

    @Override
    public void close() {
      try {
        body.close();
      } finally {
        end.run();
      }
    }
  }
}
