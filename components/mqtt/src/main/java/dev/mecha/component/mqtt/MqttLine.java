package dev.mecha.component.mqtt;

import dev.mecha.component.support.ClientTls;
import dev.mecha.spi.ComponentException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallbackExtended;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection to the broker, which mends itself, and asks anew for what is subscribed. */
final class MqttLine implements MqttCallbackExtended, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MqttLine.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LONGEST_RECONNECT_PAUSE_MS = 5000;
  private static final int MOST_UNDER_WAY = 65_535;
  private static final int REFUSED = 0x80;

  private final MqttSettings settings;
  private final Router router;
  private final MqttAsyncClient client;
  private final AtomicLong connection = new AtomicLong();

  /** Begins something that the broker answers. */
  private interface Call {
    IMqttToken begin(IMqttActionListener listener) throws MqttException;
  }

  private MqttLine(MqttSettings settings, Router router) {
    this.settings = settings;
    this.router = router;
    try {
      this.client =
          new MqttAsyncClient(settings.server(), settings.clientId(), new MemoryPersistence());
    } catch (MqttException e) {
      throw failed(e);
    }
    client.setManualAcks(true);
    client.setCallback(this);
  }

  /**
   * Connects.
   *
   * @param settings of the component
   * @param router gets what arrives
   * @return the connection
   * @throws ComponentException if the broker cannot be reached or refuses
   * @throws InterruptedException if the calling thread is interrupted
   */
  static MqttLine open(MqttSettings settings, Router router) throws InterruptedException {
    var line = new MqttLine(settings, router);
    boolean connected = false;
    try {
      var _ = line.await(listener -> line.client.connect(line.options(), null, listener));
      connected = true;
      return line;
    } finally {
      if (!connected) {
        line.close();
      }
    }
  }

  private MqttConnectOptions options() {
    var options = new MqttConnectOptions();
    options.setCleanSession(settings.cleanSession());
    options.setAutomaticReconnect(true);
    options.setMaxReconnectDelay(LONGEST_RECONNECT_PAUSE_MS);
    options.setMaxInflight(MOST_UNDER_WAY);
    String user = settings.credentials().username();
    if (user != null) {
      options.setUserName(user);
    }
    String password = settings.credentials().password();
    if (password != null) {
      options.setPassword(password.toCharArray());
    }
    ClientTls tls = settings.tls();
    if (tls != null) {
      options.setSocketFactory(tls.context().getSocketFactory());
      options.setHttpsHostnameVerificationEnabled(true);
    }
    return options;
  }

  /** Publishes a message; returns when the broker has it, as far as its QoS says. */
  void publish(String topic, byte[] data, boolean retain) throws InterruptedException {
    var _ = await(listener -> client.publish(topic, data, settings.qos(), retain, null, listener));
  }

  /** Asks the broker for messages. */
  void subscribe(TopicFilter filter) throws InterruptedException {
    IMqttToken token =
        await(listener -> client.subscribe(filter.text(), settings.qos(), null, listener));
    int[] granted = token.getGrantedQos();
    if (granted != null && granted.length > 0 && granted[0] == REFUSED) {
      throw new ComponentException("the broker refuses the subscription of " + filter.text());
    }
  }

  /** Asks the broker to send and to keep no more of these messages. */
  void unsubscribe(TopicFilter filter) throws InterruptedException {
    var _ = await(listener -> client.unsubscribe(filter.text(), null, listener));
  }

  /** Tells the broker that a message is done with. What came on an earlier connection is past. */
  void acknowledge(Arrival arrival) {
    if (arrival.connection() != connection.get()) {
      return;
    }
    try {
      client.messageArrivedComplete(arrival.id(), arrival.qos());
    } catch (MqttException e) {
      LOG.debug("A message of {} comes again: {}", arrival.message().topic(), reason(e));
    }
  }

  /**
   * @throws ComponentException if there is no connection at present
   */
  void requireConnected() {
    if (!client.isConnected()) {
      throw new ComponentException("mqtt at " + settings.server() + ": not connected");
    }
  }

  private IMqttToken await(Call call) throws InterruptedException {
    var answer = new CompletableFuture<IMqttToken>();
    try {
      var _ = call.begin(new Answer(answer));
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (MqttException e) {
      throw failed(e);
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    } catch (TimeoutException e) {
      throw new ComponentException("mqtt at " + settings.server() + ": no answer in time", e);
    } catch (IllegalArgumentException e) {
      throw new ComponentException("mqtt: " + e.getMessage(), e);
    }
  }

  private record Answer(CompletableFuture<IMqttToken> future) implements IMqttActionListener {

    @Override
    public void onSuccess(IMqttToken token) {
      future.complete(token);
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
      future.completeExceptionally(cause);
    }
  }

  private ComponentException failed(@Nullable Throwable e) {
    return new ComponentException("mqtt at " + settings.server() + ": " + reason(e), e);
  }

  private static String reason(@Nullable Throwable e) {
    Throwable root = e;
    while (root instanceof MqttException && root.getCause() != null) {
      root = root.getCause();
    }
    return root == null ? "connection lost" : String.valueOf(root.getMessage());
  }

  /** A broker that lost the session has to be asked again; others take it as said. */
  @Override
  public void connectComplete(boolean again, String server) {
    router.forgetBefore(connection.incrementAndGet());
    List<String> filters = router.filters();
    if (!again || filters.isEmpty()) {
      return;
    }
    var qos = new int[filters.size()];
    Arrays.fill(qos, settings.qos());
    try {
      var _ = client.subscribe(filters.toArray(String[]::new), qos);
    } catch (MqttException e) {
      LOG.warn("The subscriptions of {} are not there again: {}", filters, reason(e));
    }
  }

  @Override
  public void connectionLost(@Nullable Throwable cause) {
    LOG.warn("The connection to {} is lost: {}", settings.server(), reason(cause));
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    router.route(Arrival.of(topic, message, connection.get()));
  }

  @Override
  public void deliveryComplete(IMqttDeliveryToken token) {
    // The listener of the call knows.
  }

  @Override
  public void close() {
    boolean parted =
        client.isConnected() && tried(() -> client.disconnect(100).waitForCompletion(5000));
    if (!parted) {
      boolean _ = tried(() -> client.disconnectForcibly(0, 0, false));
    }
    boolean _ = tried(() -> client.close(true));
  }

  /** Something that may fail at the end. */
  private interface Farewell {
    void say() throws MqttException;
  }

  private static boolean tried(Farewell farewell) {
    try {
      farewell.say();
      return true;
    } catch (MqttException e) {
      LOG.debug("closed before: {}", reason(e));
      return false;
    }
  }
}
