package dev.mecha.component.sftp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.tck.OutputBindingTck;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SftpBindingTest extends OutputBindingTck {

  private final SshServer server = SshServer.setUpDefaultServer();
  private final Map<String, String> more = new HashMap<>();
  private KeyPair hostKey;
  private KeyPair userKey;

  @BeforeEach
  void startServer() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    hostKey = generator.generateKeyPair();
    userKey = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPasswordAuthenticator(
        (user, password, session) -> user.equals("app") && password.equals("s3cret"));
    server.setPublickeyAuthenticator(
        (user, key, session) -> KeyUtils.compareKeys(key, userKey.getPublic()));
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    server.setFileSystemFactory(new VirtualFileSystemFactory(folder));
    server.start();
  }

  @AfterEach
  void stopServer() throws IOException {
    server.stop(true);
  }

  @Override
  protected ComponentProvider<Binding> provider() {
    return new SftpBinding.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    var metadata = new HashMap<String, String>();
    metadata.put("address", "127.0.0.1:" + server.getPort());
    metadata.put("username", "app");
    metadata.put("password", "s3cret");
    metadata.put("rootPath", "/data");
    metadata.put("hostPublicKey", PublicKeyEntry.toString(hostKey.getPublic()));
    metadata.putAll(more);
    return metadata;
  }

  @Override
  protected BindingRequest request() {
    return new BindingRequest("create", "x".getBytes(UTF_8), Map.of("fileName", "tck"));
  }

  @Override
  protected BindingRequest refusedRequest() {
    return new BindingRequest("get", new byte[0], Map.of("fileName", "not-there"));
  }

  private static String text(@Nullable BindingResponse response) {
    return new String(requireNonNull(response).data(), UTF_8);
  }

  @Test
  void filesAreWrittenReadListedAndRemoved() throws Exception {
    OutputBinding binding = open();
    BindingResponse written = ask(binding, "create", "one", Map.of("fileName", "a/b/c.txt"));
    assertThat(text(written)).isEqualTo("{\"fileName\":\"c.txt\"}");
    assertThat(requireNonNull(written).metadata()).containsEntry("fileName", "c.txt");
    assertThat(folder.resolve("data/a/b/c.txt")).hasContent("one");
    ask(binding, "create", "2", Map.of("fileName", "a/b/c.txt"));
    assertThat(text(ask(binding, "get", "", Map.of("filename", "a/b/c.txt")))).isEqualTo("2");
    ask(binding, "create", "", Map.of("fileName", "a/0.txt"));
    assertThat(text(ask(binding, "list", "", Map.of("fileName", "a"))))
        .isEqualTo(
            "[{\"fileName\":\"0.txt\",\"isDirectory\":false},"
                + "{\"fileName\":\"b\",\"isDirectory\":true}]");
    assertThat(ask(binding, "delete", "", Map.of("fileName", "a/0.txt"))).isNull();
    assertThat(folder.resolve("data/a/0.txt")).doesNotExist();
  }

  @Test
  void theRequestMayNameAnotherRoot() throws Exception {
    OutputBinding binding = open();
    ask(binding, "create", "x", Map.of("rootPath", "/other", "fileName", "f"));
    assertThat(folder.resolve("other/f")).hasContent("x");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> ask(binding, "get", "", Map.of("fileName", "../other/f")))
        .withMessageContaining("../other/f");
  }

  @Test
  void aKeyLogsInToo() throws Exception {
    more.put("password", "");
    more.put("privateKey", pem(userKey));
    more.put("sequentialMode", "true");
    ask(open(), "create", "x", Map.of("fileName", "f"));
    assertThat(folder.resolve("data/f")).hasContent("x");
  }

  private static String pem(KeyPair pair) {
    var out = new StringWriter();
    out.write("-----BEGIN PRIVATE KEY-----\n");
    out.write(Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded()));
    out.write("\n-----END PRIVATE KEY-----\n");
    return out.toString();
  }

  @Test
  void knownHostsAreKnown() throws Exception {
    Path file = folder.resolve("known_hosts");
    Files.writeString(
        file,
        "[127.0.0.1]:"
            + server.getPort()
            + " "
            + PublicKeyEntry.toString(hostKey.getPublic())
            + "\n");
    more.put("knownHostsFile", file.toString());
    open().ping();
  }

  @Test
  void anotherServerIsRefused() throws Exception {
    more.put("hostPublicKey", PublicKeyEntry.toString(userKey.getPublic()));
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(this::open)
        .withMessageContaining("127.0.0.1:" + server.getPort());
  }

  @Test
  void aWrongPasswordIsRefusedAndNotShown() {
    more.put("password", "wrong-password");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(this::open)
        .withMessageContaining("127.0.0.1")
        .withMessageNotContaining("wrong-password");
  }

  @Test
  void aLostConnectionIsMadeAnew() throws Exception {
    OutputBinding binding = open();
    ask(binding, "create", "x", Map.of("fileName", "f"));
    for (AbstractSession session : server.getActiveSessions()) {
      session.close(true).await();
    }
    assertThat(text(ask(binding, "get", "", Map.of("fileName", "f")))).isEqualTo("x");
  }

  @Test
  void mistakesAreShownButNoSecret() {
    refuses(
        Map.of("hostPublicKey", ""),
        "sftp binding error: no host validation method provided (expected: hostPublicKey,"
            + " knownHostsFile or insecureIgnoreHostKey)");
    refuses(Map.of("address", ""), "address: missing (expected: a value)");
    refuses(Map.of("address", "host:x"), "address: \"host:x\" (expected: host:port)");
    refuses(
        Map.of("privateKey", "secret"),
        "privateKey: (hidden) (expected: a private key in PEM or as OpenSSH writes it, with its"
            + " passphrase)");
    refuses(
        Map.of("knownHostsFile", "/not/there"),
        "knownHostsFile: \"/not/there\" (expected: a file that can be read)");
  }

  private void refuses(Map<String, String> fields, String message) {
    var all = metadata();
    all.putAll(fields);
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> SftpSettings.of(ComponentMetadata.of(all)))
        .withMessage(message);
  }
}
