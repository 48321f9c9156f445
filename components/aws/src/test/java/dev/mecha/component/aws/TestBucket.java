package dev.mecha.component.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket of one test class, as others see it. */
final class TestBucket {

  private final S3Client client =
      AwsServers.s3().connection().client(S3Client.builder().forcePathStyle(true));
  private final String name = "bucket-" + UUID.randomUUID();

  TestBucket() {
    client.createBucket(bucket -> bucket.bucket(name));
  }

  String name() {
    return name;
  }

  S3Client client() {
    return client;
  }

  /**
   * The fields of a component that is to use it.
   *
   * @param more names and values in turn
   */
  Map<String, String> metadata(String... more) {
    var metadata = new HashMap<String, String>(AwsServers.s3().metadata());
    metadata.put("forcePathStyle", "true");
    metadata.put("bucket", name);
    for (int i = 0; i < more.length; i += 2) {
      metadata.put(more[i], more[i + 1]);
    }
    return metadata;
  }
}
