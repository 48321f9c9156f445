package dev.mecha.pluggable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.kernel.registry.ClassPathProviders;
import dev.mecha.kernel.registry.ComponentCatalog;
import dev.mecha.pluggable.client.SocketFolder;
import dev.mecha.pluggable.server.ComponentHost;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.time.Time;
import dev.mecha.tck.ComponentContexts;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SocketFolderTest {

  @TempDir Path folder;

  private SocketFolder sockets;

  @BeforeEach
  void look() {
    sockets = new SocketFolder(folder.resolve("sockets"));
  }

  @AfterEach
  void stop() {
    sockets.close();
  }

  private ComponentHost host(String type, String file) throws IOException {
    var catalog =
        new ComponentCatalog(List.of(new ClassPathProviders(getClass().getClassLoader())));
    return ComponentHost.serve(
        catalog,
        new ComponentHost.Offer(type, "", folder.resolve("home"), Time.system()),
        folder.resolve("sockets").resolve(file));
  }

  private StateStore store(String type) throws InterruptedException {
    ComponentProvider<?> provider = sockets.providers(type).getFirst();
    return (StateStore)
        provider.create(ComponentContexts.of(type, folder.resolve("home")).context());
  }

  @Test
  void folderThatIsNotThereHoldsNothing() {
    assertThat(sockets.providers("state.ours")).isEmpty();
  }

  @Test
  void componentHasTheNameOfItsSocketWithoutTheExtension() throws IOException {
    try (ComponentHost _ = host("state.in-memory", "Ours.v2.sock")) {
      assertThat(sockets.providers("state.ours.v2")).hasSize(1);
      assertThat(sockets.providers("state.ours")).isEmpty();
    }
  }

  @Test
  void processMakesOnlyWhatItHas() throws IOException {
    try (ComponentHost _ = host("state.in-memory", "ours.sock")) {
      assertThat(sockets.providers("pubsub.ours")).isEmpty();
      assertThat(sockets.providers("middleware.ours")).isEmpty();
    }
  }

  @Test
  void fileThatIsNoSocketIsPassedOver() throws IOException {
    Files.createDirectories(folder.resolve("sockets"));
    Files.writeString(folder.resolve("sockets/ours.txt"), "no socket");
    assertThat(sockets.providers("state.ours")).isEmpty();
  }

  @Test
  void socketOnWhichNobodyListensIsNamed() throws IOException {
    Files.createDirectories(folder.resolve("sockets"));
    Path left = folder.resolve("sockets/ours.sock");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(left));
    }
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> sockets.providers("state.ours"))
        .withMessageStartingWith(left + ": unable to list services: rpc error: code = Unavailable");
  }

  @Test
  void socketThatAProcessLeftIsTakenOver() throws IOException {
    Files.createDirectories(folder.resolve("sockets"));
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(folder.resolve("sockets/ours.sock")));
    }
    try (ComponentHost _ = host("state.in-memory", "ours.sock")) {
      assertThat(sockets.providers("state.ours")).hasSize(1);
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> host("state.in-memory", "ours.sock"))
          .withMessageContaining("already in use");
    }
    assertThat(folder.resolve("sockets/ours.sock")).doesNotExist();
  }

  @Test
  void processThatStartsAgainIsToldAgainWhatItServes() throws Exception {
    ComponentHost first = host("state.in-memory", "ours.sock");
    try (StateStore store = store("state.ours")) {
      store.set(SetRequest.of("key", "one".getBytes(StandardCharsets.UTF_8)));
      first.close();
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.get(GetRequest.of("key")))
          .withMessageStartingWith("rpc error: code = Unavailable");
      try (ComponentHost _ = host("state.in-memory", "ours.sock")) {
        assertThat(store.get(GetRequest.of("key"))).isNull();
        store.set(SetRequest.of("key", "two".getBytes(StandardCharsets.UTF_8)));
        StateValue value = store.get(GetRequest.of("key"));
        assertThat(value).isNotNull();
        assertThat(value.bytes()).asString(StandardCharsets.UTF_8).isEqualTo("two");
      }
    }
  }

  @Test
  void unknownComponentsAreNotOffered() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> host("state.nowhere", "ours.sock"))
        .withMessageStartingWith("couldn't find state store state.nowhere");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> host("lock.in-memory", "ours.sock"))
        .withMessageStartingWith("lock.in-memory cannot be offered (expected: a type that begins");
  }
}
