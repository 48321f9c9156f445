package dev.mecha.tck.pubsub;

/** A broker that a test may take away and bring back. */
public interface BrokerControl {

  /**
   * Ends the broker as a power cut would; what it confirmed is on its disk.
   *
   * @throws Exception if the test fails
   */
  void kill() throws Exception;

  /**
   * Starts it again at the same address with the same data and waits until it serves.
   *
   * @throws Exception if the test fails
   */
  void start() throws Exception;

  /**
   * Cuts all connections of clients while the broker lives on.
   *
   * @return false if this broker cannot be made to
   * @throws Exception if the test fails
   */
  default boolean cutConnections() throws Exception {
    return false;
  }
}
