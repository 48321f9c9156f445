package dev.mecha.component.aws;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.Durations;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Where objects are: their plain addresses, and signed ones that anybody may read for a while. */
final class S3Addresses implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofDays(7);

  private final AwsConnection connection;
  private final S3Client s3;
  private final S3Presigner presigner;

  /**
   * @param connection as whom addresses are signed
   * @param s3 the client that objects are written with
   * @param endpoint a server in place of the region's own, or null
   * @param pathStyle whether the bucket is part of the path
   */
  S3Addresses(AwsConnection connection, S3Client s3, @Nullable URI endpoint, boolean pathStyle) {
    this.connection = connection;
    this.s3 = s3;
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(connection.region())
            .credentialsProvider(connection.credentials())
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(pathStyle).build());
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    this.presigner = builder.build();
  }

  /**
   * @param bucket where it is
   * @param key of an object
   * @return its address
   */
  String plain(String bucket, String key) {
    try {
      return s3.utilities().getUrl(request -> request.bucket(bucket).key(key)).toExternalForm();
    } catch (SdkException e) {
      return "s3://" + bucket + '/' + key;
    }
  }

  /**
   * @param bucket where it is
   * @param key of an object
   * @param ttl how long it may be read, such as {@code 15m}
   * @return an address
   * @throws ComponentException if that is no length of time
   * @throws InterruptedException if the calling thread is interrupted
   */
  String signed(String bucket, String key, String ttl) throws InterruptedException {
    Duration validity = validity(ttl);
    return connection.call(
        "s3 binding error: failed to presign URL",
        () ->
            presigner
                .presignGetObject(
                    request ->
                        request
                            .signatureDuration(validity)
                            .getObjectRequest(object -> object.bucket(bucket).key(key)))
                .url()
                .toExternalForm());
  }

  private static Duration validity(String ttl) {
    try {
      Duration validity = Durations.parse(ttl);
      if (validity.compareTo(Duration.ofSeconds(1)) >= 0 && validity.compareTo(LONGEST) <= 0) {
        return validity;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new ComponentException(
        "s3 binding error: cannot parse duration %s (expected: a duration from 1s to 168h, such as 15m)"
            .formatted(ttl));
  }

  @Override
  public void close() {
    presigner.close();
  }
}
