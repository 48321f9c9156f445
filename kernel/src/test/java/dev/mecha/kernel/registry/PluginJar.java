package dev.mecha.kernel.registry;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.DiagnosticListener;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a plug-in from source, so that its classes are on no other class path. */
final class PluginJar {

  /** A provider of {@code secretstores.<name>} whose secrets say what the plug-in sees. */
  private static final String PROVIDER =
      """
      package plugin;

      import dev.mecha.spi.ComponentContext;
      import dev.mecha.spi.ComponentProvider;
      import dev.mecha.spi.secret.SecretStore;
      import java.util.List;
      import java.util.Map;

      public final class Provider implements ComponentProvider<SecretStore> {
        static {
          System.setProperty("plugin.loaded.NAME", "true");
        }

        @Override public Class<SecretStore> kind() { return SecretStore.class; }
        @Override public List<String> types() { return List.of("secretstores.NAME"); }

        @Override public SecretStore create(ComponentContext context) {
          org.slf4j.LoggerFactory.getLogger("plugin").debug("created");
          return new SecretStore() {
            @Override public Map<String, String> get(String name, Map<String, String> metadata) {
              return Map.of(name, name.equals("driver") ? plugin.driver.Driver.VERSION : see(name));
            }
            @Override public Map<String, Map<String, String>> getAll(Map<String, String> m) {
              return Map.of();
            }
            @Override public void close() {}
          };
        }

        private static String see(String name) {
          if (name.contains("/")) {
            return String.valueOf(Provider.class.getClassLoader().getResource(name) != null);
          }
          try {
            Class.forName(name);
            return "true";
          } catch (ClassNotFoundException e) {
            return "false";
          }
        }
      }
      """;

  private static final String DRIVER =
      """
      package plugin.driver;

      public final class Driver {
        public static final String VERSION = String.valueOf("DRIVER_VERSION");
      }
      """;

  private PluginJar() {}

  /** Makes the folder of a plug-in with a driver of the given version in a second jar. */
  static Path create(Path plugins, String name, String driverVersion) throws IOException {
    Path classes = Files.createDirectories(plugins.resolveSibling(name + "-classes"));
    compile(
        classes,
        source("plugin.Provider", PROVIDER.replace("NAME", name)),
        source("plugin.driver.Driver", DRIVER.replace("DRIVER_VERSION", driverVersion)));
    Path folder = Files.createDirectories(plugins.resolve(name));
    try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve("provider.jar")))) {
      addAll(jar, classes, "plugin/Provider");
      add(
          jar,
          "META-INF/services/dev.mecha.spi.ComponentProvider",
          "plugin.Provider\n".getBytes(StandardCharsets.UTF_8));
    }
    try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve("driver.jar")))) {
      addAll(jar, classes, "plugin/driver/");
    }
    return folder;
  }

  private static void compile(Path target, JavaFileObject... sources) {
    var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "needs a JDK");
    var output = new StringWriter();
    DiagnosticListener<JavaFileObject> diagnostics =
        diagnostic -> output.append(diagnostic.toString()).append('\n');
    boolean ok =
        compiler
            .getTask(
                output,
                null,
                diagnostics,
                List.of("-d", target.toString(), "-proc:none"),
                null,
                List.of(sources))
            .call();
    if (!ok) {
      throw new AssertionError(output.toString());
    }
  }

  private static JavaFileObject source(String name, String text) {
    URI uri = URI.create("string:///" + name.replace('.', '/') + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private static void addAll(JarOutputStream jar, Path classes, String prefix) throws IOException {
    try (var files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString().replace('\\', '/');
        if (name.startsWith(prefix)) {
          add(jar, name, Files.readAllBytes(file));
        }
      }
    }
  }

  private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(content);
    jar.closeEntry();
  }
}
