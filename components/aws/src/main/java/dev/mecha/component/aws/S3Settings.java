package dev.mecha.component.aws;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.Property;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bindings.aws.s3} is told, by its resource and beside each request.
 *
 * @param bucket where the objects are
 * @param forcePathStyle whether the bucket is part of the path in place of the host's name
 * @param insecureSsl whether any certificate is taken
 * @param decodeBase64 whether what is written arrives in base64
 * @param encodeBase64 whether what is read is answered in base64
 * @param filePath of the file that is written in place of the request's data, or null
 * @param presignTtl how long the address of an object is valid that goes with the answer, as it is
 *     written; null for no address
 * @param storageClass of new objects, or null for the bucket's own
 */
record S3Settings(
    String bucket,
    boolean forcePathStyle,
    boolean insecureSsl,
    boolean decodeBase64,
    boolean encodeBase64,
    @Nullable String filePath,
    @Nullable String presignTtl,
    @Nullable String storageClass) {

  /**
   * @param metadata of the component
   * @return what it says
   * @throws dev.mecha.spi.InvalidMetadataException if the bucket is missing
   */
  static S3Settings of(ComponentMetadata metadata) {
    return new S3Settings(
        metadata.property("bucket").required(),
        metadata.property("forcePathStyle").flag(false),
        metadata.property("insecureSSL").flag(false),
        metadata.property("decodeBase64").flag(false),
        metadata.property("encodeBase64").flag(false),
        metadata.property("filePath").text(),
        metadata.property("presignTTL").text(),
        metadata.property("storageClass").text());
  }

  /**
   * @param metadata of the component
   * @return the field {@code endpoint}; with {@code disableSSL} it need not say how to be spoken to
   */
  static Property endpoint(ComponentMetadata metadata) {
    Property endpoint = metadata.property("endpoint");
    String text = endpoint.text("");
    if (text.isEmpty() || text.contains("://") || !metadata.property("disableSSL").flag(false)) {
      return endpoint;
    }
    return ComponentMetadata.of(Map.of("endpoint", "http://" + text)).property("endpoint");
  }

  /**
   * @param request what a request says beside its data
   * @return what holds for that request
   */
  S3Settings with(Map<String, String> request) {
    ComponentMetadata own = ComponentMetadata.of(request);
    return new S3Settings(
        bucket,
        forcePathStyle,
        insecureSsl,
        own.property("decodeBase64").flag(decodeBase64),
        own.property("encodeBase64").flag(encodeBase64),
        text(own, "filePath", filePath),
        text(own, "presignTTL", presignTtl),
        text(own, "storageClass", storageClass));
  }

  private static @Nullable String text(
      ComponentMetadata own, String name, @Nullable String fallback) {
    String value = own.property(name).text();
    return value == null ? fallback : value;
  }
}
