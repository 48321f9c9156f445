package dev.mecha.component.wasm;

import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpBody;
import dev.mecha.spi.middleware.HttpHeaders;
import dev.mecha.spi.middleware.HttpRequest;

/** One request as a guest sees it, with the answer that it is making or looking at. */
final class Visit {

  static final int BUFFER_REQUEST = 1;
  static final int BUFFER_RESPONSE = 2;

  final ReadBody requestBody;
  HttpRequest request;
  int status = 200;
  HttpHeaders answerHeaders = new HttpHeaders();
  ReadBody answerBody = new ReadBody(HttpBody.of(new byte[0]));
  int features;
  private boolean afterNext;

  Visit(HttpRequest request, int features) {
    this.request = request;
    this.requestBody = new ReadBody(request.body());
    this.features = features;
  }

  /** The answer of those further down has come. */
  void answered(HttpAnswer answer) {
    HttpHeaders early = answerHeaders;
    afterNext = true;
    status = answer.status();
    answerHeaders = answer.headers();
    for (String name : early.names()) {
      if (answerHeaders.first(name) == null) {
        early.all(name).forEach(value -> answerHeaders.add(name, value));
      }
    }
    answerBody = new ReadBody(answer.body());
  }

  HttpRequest passed() {
    return request.withBody(requestBody.result());
  }

  HttpAnswer answer() {
    return new HttpAnswer(status, answerHeaders, answerBody.result());
  }

  /** Changes of the request come too late once it has gone on. */
  void beforeNext(String what) {
    if (afterNext) {
      throw new GuestException("can't change " + what + " after next handler");
    }
  }

  /** The answer can be changed when it has come only by who has said so. */
  void mayChangeAnswer(String what) {
    if (afterNext && (features & BUFFER_RESPONSE) == 0) {
      throw new GuestException(
          "can't use " + what + " after next handler unless buffer_response is enabled");
    }
  }
}
