package dev.mecha.component.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.crypto.CryptoProvider;
import dev.mecha.spi.crypto.KeyUse;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.CryptoProviderTck;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest extends CryptoProviderTck {

  @Override
  protected ComponentProvider<CryptoProvider> provider() {
    return new KeyFiles.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("path", TestKeys.folder().toString());
  }

  @Override
  protected String name(TestKey key) {
    return TestKeys.name(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../keys/aes256", "a/../../x", "..", ""})
  void noKeyIsOutsideOfTheFolder(String name) {
    assertThatThrownBy(() -> crypto().wrapKey(new byte[16], KeyUse.of("A256KW", name)))
        .hasMessageStartingWith("failed to retrieve the key encryption key: ");
  }

  @Test
  void aFileThatIsNoKeyIsRefusedWithoutBeingShown() throws IOException {
    Files.writeString(folder.resolve("wrong.json"), "canary");
    Files.writeString(folder.resolve("wrong.pem"), "canary");
    try (var provider = new LocalCryptoProvider(new KeyFiles(folder))) {
      for (String name : new String[] {"wrong.json", "wrong.pem", "absent"}) {
        assertThatThrownBy(() -> provider.wrapKey(new byte[16], KeyUse.of("A256KW", name)))
            .hasMessageStartingWith("failed to retrieve the key encryption key: failed to ")
            .hasMessageNotContaining("canary");
      }
    }
  }

  @Test
  void aKeyThatChangesIsTheNewOneAtOnce() throws Exception {
    Files.write(folder.resolve("key"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6});
    try (var provider = new LocalCryptoProvider(new KeyFiles(folder))) {
      var before = provider.wrapKey(new byte[16], KeyUse.of("A128KW", "key"));
      Files.write(folder.resolve("key"), new byte[16]);
      assertThatThrownBy(() -> provider.unwrapKey(before, KeyUse.of("A128KW", "key")))
          .hasMessage("failed to decrypt data: message authentication failed");
    }
  }

  @Test
  void theFolderMustBeThere() {
    for (String path : new String[] {"/no/such/folder", "a\0b", ""}) {
      assertThatThrownBy(
              () ->
                  provider()
                      .create(
                          ComponentContexts.of("crypto.dapr.localstorage", folder)
                              .metadata(Map.of("path", path))
                              .context()))
          .isInstanceOf(InvalidMetadataException.class)
          .hasMessageStartingWith("path: ");
    }
  }

  @Test
  void pingNoticesThatTheFolderIsGone() throws Exception {
    var keys = new KeyFiles(Files.createDirectory(folder.resolve("keys")));
    keys.ping();
    Files.delete(keys.folder());
    assertThatThrownBy(keys::ping).hasMessageContaining("no such folder");
    assertThat(keys.toString()).contains("keys");
  }
}
