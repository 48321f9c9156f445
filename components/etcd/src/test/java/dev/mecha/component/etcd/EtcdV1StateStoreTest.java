package dev.mecha.component.etcd;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class EtcdV1StateStoreTest extends EtcdStateSuite {

  private static EtcdServer server;

  EtcdV1StateStoreTest() {
    super("v1");
  }

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    server = EtcdServer.start(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  EtcdServer server() {
    return server;
  }
}
