package dev.mecha.kernel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.kernel.testing.LogCapture;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.secret.SecretStore;
import dev.mecha.spi.time.Time;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginDirectoryTest {

  @TempDir Path temporary;
  private Path plugins = Path.of("");
  private PluginDirectory directory = new PluginDirectory(plugins, getClass().getClassLoader());

  @BeforeEach
  void start() {
    plugins = temporary.resolve("plugins");
    directory = new PluginDirectory(plugins, getClass().getClassLoader());
  }

  @AfterEach
  void close() {
    directory.close();
  }

  private static void index(Path folder, String content) throws Exception {
    Files.writeString(folder.resolve(PluginDirectory.INDEX), content);
  }

  private SecretStore store(String type) throws InterruptedException {
    ComponentProvider<?> provider = directory.providers(type).getFirst();
    return (SecretStore)
        provider.create(
            new ComponentContext(
                "s",
                type,
                "v1",
                "app",
                "",
                ComponentMetadata.of(Map.of()),
                Path.of("."),
                Time.system()));
  }

  private static String sees(SecretStore store, String name) throws InterruptedException {
    Map<String, String> answer = Objects.requireNonNull(store.get(name, Map.of()));
    return Objects.requireNonNull(answer.get(name));
  }

  @Test
  void aPluginSeesTheSharedApiAndItsOwnJarsOnly() throws Exception {
    PluginJar.create(plugins, "isolated", "1");
    SecretStore store = store("secretstores.isolated");
    assertThat(sees(store, "plugin.driver.Driver")).isEqualTo("true");
    assertThat(sees(store, "dev.mecha.spi.Component")).isEqualTo("true");
    assertThat(sees(store, "org.slf4j.Logger")).isEqualTo("true");
    assertThat(sees(store, "org.jspecify.annotations.Nullable")).isEqualTo("true");
    assertThat(sees(store, "java.sql.Driver")).isEqualTo("true");
    assertThat(sees(store, "dev.mecha.kernel.registry.Registry")).isEqualTo("false");
    assertThat(sees(store, "org.yaml.snakeyaml.Yaml")).isEqualTo("false");
    assertThat(sees(store, "org.assertj.core.api.Assertions")).isEqualTo("false");
    assertThat(sees(store, "dev/mecha/kernel/registry/Registry.class")).isEqualTo("false");
    assertThat(sees(store, "plugin/driver/Driver.class")).isEqualTo("true");
  }

  @Test
  void twoPluginsHaveTwoVersionsOfADriver() throws Exception {
    PluginJar.create(plugins, "one", "1");
    PluginJar.create(plugins, "two", "2");
    SecretStore one = store("secretstores.one");
    SecretStore two = store("secretstores.two");
    assertThat(sees(one, "driver")).isEqualTo("1");
    assertThat(sees(two, "driver")).isEqualTo("2");
    assertThat(one.getClass()).isNotSameAs(two.getClass());
    assertThat(one.getClass().getName()).isEqualTo(two.getClass().getName());
  }

  @Test
  void aPluginIsLoadedOnFirstUse() throws Exception {
    index(PluginJar.create(plugins, "lazy", "1"), "types=secretstores.lazy, secretstores.Other\n");
    assertThat(directory.providers("secretstores.something")).isEmpty();
    assertThat(System.getProperty("plugin.loaded.lazy")).isNull();
    assertThat(directory.providers("secretstores.lazy")).hasSize(1);
    assertThat(directory.providers("secretstores.lazy"))
        .containsExactlyElementsOf(directory.providers("secretstores.lazy"));
    assertThat(System.getProperty("plugin.loaded.lazy")).isEqualTo("true");
    assertThat(directory.providers("secretstores.other"))
        .as("the index promises more than the jars hold")
        .isEmpty();
  }

  @Test
  void withoutAnIndexTheJarsAreAsked() throws Exception {
    PluginJar.create(plugins, "unindexed", "1");
    assertThat(directory.providers("secretstores.something")).isEmpty();
    assertThat(System.getProperty("plugin.loaded.unindexed")).isEqualTo("true");
    assertThat(directory.providers("secretstores.unindexed")).hasSize(1);
  }

  @Test
  void aBrokenPluginDoesNotTakeTheOthersAlong() throws Exception {
    Path garbage = Files.createDirectories(plugins.resolve("a-garbage"));
    Files.writeString(garbage.resolve("x.jar"), "not a jar");
    Path badIndex = Files.createDirectories(plugins.resolve("b-index"));
    index(badIndex, "types=\\uZZZZ");
    Path missing = PluginJar.create(plugins, "c-missing", "1");
    Files.delete(missing.resolve("provider.jar"));
    Path empty = Files.createDirectories(plugins.resolve("d-empty"));
    index(empty, "types=secretstores.good");
    Files.writeString(plugins.resolve("a file"), "x");
    PluginJar.create(plugins, "good", "1");
    try (var log = LogCapture.of("dapr.runtime.registry")) {
      assertThat(directory.providers("secretstores.good")).hasSize(1);
      assertThat(log.lines()).anyMatch(line -> line.contains("plugin.properties: cannot be read"));
    }
  }

  @Test
  void aProviderThatCannotBeLoadedIsReported() throws Exception {
    Path folder = PluginJar.create(plugins, "half", "1");
    Files.delete(folder.resolve("provider.jar"));
    try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve("provider.jar")))) {
      jar.putNextEntry(new JarEntry("META-INF/services/dev.mecha.spi.ComponentProvider"));
      jar.write("plugin.Missing\n".getBytes(StandardCharsets.UTF_8));
      jar.closeEntry();
    }
    try (var log = LogCapture.of("dapr.runtime.registry")) {
      assertThat(directory.providers("secretstores.half")).isEmpty();
      assertThat(log.lines())
          .contains(
              "SEVERE A component provider cannot be loaded: dev.mecha.spi.ComponentProvider:"
                  + " Provider plugin.Missing not found");
    }
  }

  @Test
  void theFolderNeedNotExist() {
    assertThat(directory.providers("secretstores.any")).isEmpty();
  }

  @Test
  void aClassLoaderIsCalledLikeItsPlugin() throws Exception {
    PluginJar.create(plugins, "context", "1");
    ComponentProvider<?> provider = directory.providers("secretstores.context").getFirst();
    assertThat(provider.getClass().getClassLoader())
        .isNotSameAs(getClass().getClassLoader())
        .extracting(ClassLoader::getName)
        .isEqualTo("context");
  }
}
