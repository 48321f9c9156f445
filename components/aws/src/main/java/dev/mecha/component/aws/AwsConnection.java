package dev.mecha.component.aws;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.InvalidMetadataException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * How the components of this family reach their services: region, endpoint, credentials and time
 * limits of every client, and what becomes of a call that fails.
 *
 * <p>Credentials are looked for with the first call, so that a component can be made before they
 * are there, and renewed by the SDK before they expire. A call that is throttled or that meets a
 * server in trouble is tried three times, with pauses, before it fails.
 */
final class AwsConnection implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Longer than a service waits for something to tell, which is 20 seconds in SQS. */
  static final Duration SILENCE = Duration.ofSeconds(30);

  private final @Nullable URI endpoint;
  private final Region region;
  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final Failures failures;
  private final AtomicBoolean closed = new AtomicBoolean();

  private AwsConnection(AwsSettings settings, boolean trustAll, Duration silence) {
    this.endpoint = settings.endpoint();
    this.region = settings.region() == null ? ambientRegion() : settings.region();
    this.failures = new Failures(settings.keys());
    this.http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(CONNECT)
            .socketTimeout(silence)
            .buildWithDefaults(
                AttributeMap.builder()
                    .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, trustAll)
                    .build());
    this.credentials = inRole(settings.role(), callers(settings.keys()));
  }

  /**
   * Prepares calls; makes none.
   *
   * @param settings where and as whom
   * @return what makes clients
   * @throws InvalidMetadataException if no region is named anywhere
   */
  static AwsConnection of(AwsSettings settings) {
    return new AwsConnection(settings, false, SILENCE);
  }

  /**
   * Prepares calls; makes none.
   *
   * @param settings where and as whom
   * @param trustAll whether any certificate is taken
   * @param silence how long a server may keep a call waiting
   * @return what makes clients
   * @throws InvalidMetadataException if no region is named anywhere
   */
  static AwsConnection of(AwsSettings settings, boolean trustAll, Duration silence) {
    return new AwsConnection(settings, trustAll, silence);
  }

  /** Without asking the machine: where there is no such cloud, that answers late or never. */
  private static Region ambientRegion() {
    try {
      return new AwsRegionProviderChain(
              new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
          .getRegion();
    } catch (SdkClientException e) {
      throw new InvalidMetadataException(
          "region: missing (expected: a region such as us-east-1, here, in AWS_REGION or in the"
              + " profile)");
    }
  }

  private static AwsCredentialsProvider callers(AwsSettings.@Nullable Keys keys) {
    if (keys == null) {
      return new AmbientCredentials();
    }
    return StaticCredentialsProvider.create(
        keys.session() == null
            ? AwsBasicCredentials.create(keys.access(), keys.secret())
            : AwsSessionCredentials.create(keys.access(), keys.secret(), keys.session()));
  }

  private AwsCredentialsProvider inRole(
      AwsSettings.@Nullable Role role, AwsCredentialsProvider caller) {
    if (role == null) {
      return caller;
    }
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(configured(StsClient.builder(), caller).build())
        .refreshRequest(request -> request.roleArn(role.arn()).roleSessionName(role.session()))
        .build();
  }

  /**
   * Makes a client, which its user closes.
   *
   * @param builder of the service's client
   * @param <B> its type
   * @param <C> the client's
   * @return a client that calls as this connection says
   */
  <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
    if (closed.get()) {
      throw new ComponentException("the component is closed");
    }
    return configured(builder, credentials).build();
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
      B builder, AwsCredentialsProvider caller) {
    builder
        .httpClient(http)
        .region(region)
        .credentialsProvider(caller)
        .overrideConfiguration(options -> options.retryStrategy(RetryMode.STANDARD));
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder;
  }

  /**
   * @return as whom calls are made
   */
  AwsCredentialsProvider credentials() {
    return credentials;
  }

  /**
   * @return where the service is
   */
  Region region() {
    return region;
  }

  /**
   * Calls a service.
   *
   * @param what is tried, for the message if it fails: {@code "send to queue orders"}
   * @param call made on the calling thread
   * @param <T> what it returns
   * @return what it returned
   * @throws ComponentException if it failed; the message holds no secret
   * @throws InterruptedException if the calling thread is interrupted
   */
  <T> T call(String what, Supplier<T> call) throws InterruptedException {
    if (closed.get()) {
      throw new ComponentException(what + ": the component is closed");
    }
    try {
      return call.get();
    } catch (SdkException e) {
      if (Thread.interrupted() || e instanceof AbortedException) {
        throw new InterruptedException(what);
      }
      throw failures.of(what, e);
    }
  }

  /**
   * @return whether no call is made any more
   */
  boolean isClosed() {
    return closed.get();
  }

  /** Makes no call any more; those under way come to their end. Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      http.close();
    }
  }
}
