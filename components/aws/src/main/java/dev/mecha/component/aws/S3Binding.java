package dev.mecha.component.aws;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Objects in a bucket of Amazon S3, or of another server that speaks its protocol. */
public final class S3Binding implements OutputBinding {

  private static final String NOT_FOUND = "object not found";
  private static final int MOST_KEYS = 1000;

  private final S3Settings settings;
  private final AwsConnection connection;
  private final S3Client s3;
  private final S3Addresses addresses;
  private final S3Bulk bulk;

  /** Makes {@code bindings.aws.s3}. */
  public static final class Provider implements ComponentProvider<Binding> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.aws.s3");
    }

    @Override
    public Binding create(ComponentContext context) {
      S3Settings settings = S3Settings.of(context.metadata());
      AwsSettings where =
          AwsSettings.of(context.metadata(), S3Settings.endpoint(context.metadata()));
      return new S3Binding(
          settings, where, AwsConnection.of(where, settings.insecureSsl(), AwsConnection.SILENCE));
    }
  }

  S3Binding(S3Settings settings, AwsSettings where, AwsConnection connection) {
    this.settings = settings;
    this.connection = connection;
    this.s3 = connection.client(S3Client.builder().forcePathStyle(settings.forcePathStyle()));
    this.addresses = new S3Addresses(connection, s3, where.endpoint(), settings.forcePathStyle());
    this.bulk = new S3Bulk(connection, s3, addresses);
  }

  @Override
  public List<String> operations() {
    return List.of(
        "create", "get", "delete", "list", "presign", "bulkGet", "bulkCreate", "bulkDelete");
  }

  @Override
  public @Nullable BindingResponse invoke(BindingRequest request) throws InterruptedException {
    S3Settings now = settings.with(request.metadata());
    return switch (request.operation()) {
      case "create" -> create(now, request);
      case "get" -> get(now, key(request));
      case "delete" -> delete(key(request));
      case "list" -> list(request.data());
      case "presign" -> presign(now, key(request));
      case "bulkGet" -> bulk.get(now, request.data());
      case "bulkCreate" -> bulk.create(now, request.data());
      case "bulkDelete" -> bulk.delete(now, request.data());
      default ->
          throw new ComponentException(
              "s3 binding error: unsupported operation " + request.operation());
    };
  }

  private static String key(BindingRequest request) {
    String key = request.metadata().getOrDefault("key", "");
    if (key.isEmpty()) {
      throw new ComponentException("s3 binding error: required metadata 'key' missing");
    }
    return key;
  }

  private BindingResponse create(S3Settings now, BindingRequest request)
      throws InterruptedException {
    String given = request.metadata().getOrDefault("key", "");
    String key = given.isEmpty() ? UUID.randomUUID().toString() : given;
    String type = request.metadata().getOrDefault("Content-Type", "").strip();
    String file = now.filePath();
    RequestBody content =
        file == null
            ? S3Content.of(Json.unquote(request.data()), now.decodeBase64())
            : S3Content.of(path(file), now.decodeBase64());
    PutObjectRequest put =
        PutObjectRequest.builder()
            .bucket(now.bucket())
            .key(key)
            .contentType(type.isEmpty() ? null : type)
            .storageClass(now.storageClass())
            .tagging(tags(request.metadata().get("tags")))
            .build();
    PutObjectResponse answer =
        connection.call("s3 binding error: uploading failed", () -> s3.putObject(put, content));
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("location", addresses.plain(now.bucket(), key));
    fields.put("versionID", answer.versionId());
    if (now.presignTtl() != null) {
      fields.put("presignURL", addresses.signed(now.bucket(), key, now.presignTtl()));
    }
    return new BindingResponse(Json.write(fields), Map.of("key", key));
  }

  static Path path(String file) {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw new ComponentException("file read error: \"%s\" (expected: a path)".formatted(file));
    }
  }

  /** {@code a=b,c=d} as S3 wants it; null for none. */
  private static @Nullable String tags(@Nullable String text) {
    return text == null
        ? null
        : Arrays.stream(text.split(",", -1)).map(S3Binding::tag).collect(Collectors.joining("&"));
  }

  private static String tag(String text) {
    String[] parts = text.split("=", 2);
    if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
      throw new ComponentException(
          "s3 binding error: parsing tags failed error: invalid tag format: '%s' (expected key=value)"
              .formatted(text));
    }
    return parts[0].strip() + '=' + parts[1].strip();
  }

  private BindingResponse get(S3Settings now, String key) throws InterruptedException {
    byte[] content =
        connection.call(
            "s3 binding error: error downloading S3 object", () -> read(now.bucket(), key));
    return BindingResponse.of(now.encodeBase64() ? Base64.getEncoder().encode(content) : content);
  }

  private byte[] read(String bucket, String key) {
    try {
      ResponseBytes<GetObjectResponse> answer =
          s3.getObject(object -> object.bucket(bucket).key(key), ResponseTransformer.toBytes());
      return answer.asByteArrayUnsafe();
    } catch (NoSuchKeyException e) {
      throw new ComponentException(NOT_FOUND, e);
    }
  }

  private @Nullable BindingResponse delete(String key) throws InterruptedException {
    connection.call(
        "s3 binding error: delete operation failed",
        () -> s3.deleteObject(object -> object.bucket(settings.bucket()).key(key)));
    return null;
  }

  private BindingResponse list(byte[] data) throws InterruptedException {
    Document wanted =
        data.length == 0
            ? new Document(Map.of())
            : Document.of(data, "s3 binding (List Operation) - unable to parse Data property");
    Integer most = wanted.integer("maxResults");
    ListObjectsRequest request =
        ListObjectsRequest.builder()
            .bucket(settings.bucket())
            .maxKeys(most == null || most < 1 ? MOST_KEYS : most)
            .marker(wanted.text("marker"))
            .prefix(wanted.text("prefix"))
            .delimiter(wanted.text("delimiter"))
            .build();
    return BindingResponse.of(
        S3Listing.document(
            connection.call(
                "s3 binding error: list operation failed", () -> s3.listObjects(request))));
  }

  private BindingResponse presign(S3Settings now, String key) throws InterruptedException {
    if (now.presignTtl() == null) {
      throw new ComponentException("s3 binding error: required metadata 'presignTTL' missing");
    }
    String address = addresses.signed(now.bucket(), key, now.presignTtl());
    return BindingResponse.of(Json.write(Map.of("presignURL", address)));
  }

  @Override
  public void close() {
    if (!connection.isClosed()) {
      connection.close();
      addresses.close();
      s3.close();
    }
  }
}
