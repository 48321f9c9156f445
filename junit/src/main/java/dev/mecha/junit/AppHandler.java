package dev.mecha.junit;

/** Answers a call of a {@link TestApp}. */
@FunctionalInterface
public interface AppHandler {

  /**
   * @param request the call; for an event the body is a CloudEvent
   * @return the answer
   * @throws Exception answered with 500
   */
  AppAnswer answer(AppRequest request) throws Exception;
}
