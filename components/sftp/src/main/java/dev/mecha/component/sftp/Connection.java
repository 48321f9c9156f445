package dev.mecha.component.sftp;

import dev.mecha.component.support.OwnLoader;
import dev.mecha.spi.ComponentException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpException;
import org.jspecify.annotations.Nullable;

/** A session with the server, which is made anew when it was lost. */
final class Connection implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SftpSettings settings;
  private final SshClient ssh;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable SftpClient files;
  private boolean closed;

  /**
   * Something to do with the server's files. May be done again on another session.
   *
   * @param <T> what comes of it
   */
  interface Call<T> {
    T on(SftpClient files) throws IOException;
  }

  /** Connects to nothing yet. */
  Connection(SftpSettings settings) {
    this.settings = settings;
    this.ssh = OwnLoader.with(Connection.class, SshClient::setUpDefaultClient);
    ssh.setServerKeyVerifier(settings.verifier());
    ssh.setKeyIdentityProvider(null);
    ssh.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    OwnLoader.with(
        Connection.class,
        () -> {
          ssh.start();
          return true;
        });
  }

  /**
   * @param call to make
   * @return what comes of it
   * @throws ComponentException if the server cannot be reached or refuses
   * @throws InterruptedException if the thread is interrupted
   */
  <T> T call(Call<T> call) throws InterruptedException {
    if (!settings.sequential()) {
      return tried(call);
    }
    turn.lockInterruptibly();
    try {
      return tried(call);
    } finally {
      turn.unlock();
    }
  }

  /** What fails because the session is gone is tried once more on another one. */
  private <T> T tried(Call<T> call) throws InterruptedException {
    SftpClient current = files();
    try {
      return call.on(current);
    } catch (SftpException e) {
      throw failed(e);
    } catch (InterruptedIOException e) {
      throw interrupted(e);
    } catch (IOException e) {
      forget(current);
    }
    try {
      return call.on(files());
    } catch (InterruptedIOException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private SftpClient files() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (closed) {
        throw new ComponentException("sftp at " + settings + ": closed");
      }
      SftpClient current = files;
      if (current == null || !current.isOpen()) {
        current = OwnLoader.with(Connection.class, this::open);
        files = current;
      }
      return current;
    } catch (InterruptedIOException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw failed(e);
    } finally {
      lock.unlock();
    }
  }

  private SftpClient open() throws IOException {
    var login = settings.login();
    ClientSession session =
        ssh.connect(login.user(), settings.host(), settings.port()).verify(PATIENCE).getSession();
    boolean open = false;
    try {
      if (login.password() != null) {
        session.addPasswordIdentity(login.password());
      }
      for (KeyPair key : login.keys()) {
        session.addPublicKeyIdentity(key);
      }
      session.auth().verify(PATIENCE);
      SftpClient opened = SftpClientFactory.instance().createSftpClient(session);
      open = true;
      return opened;
    } finally {
      if (!open) {
        session.close(true);
      }
    }
  }

  private void forget(SftpClient lost) {
    lock.lock();
    try {
      if (lost.equals(files)) {
        files = null;
      }
    } finally {
      lock.unlock();
    }
    lost.getClientSession().close(true);
  }

  private ComponentException failed(IOException e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new ComponentException("sftp at " + settings + ": " + reason, e);
  }

  private static InterruptedException interrupted(InterruptedIOException cause) {
    boolean _ = Thread.interrupted();
    var interrupted = new InterruptedException();
    interrupted.initCause(cause);
    return interrupted;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    ssh.close(true);
  }
}
