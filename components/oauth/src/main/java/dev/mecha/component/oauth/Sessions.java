package dev.mecha.component.oauth;

import dev.mecha.spi.time.Time;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Who is logging in, and who has. In memory, as many as fit, each for a while. Thread-safe. */
final class Sessions {

  private static final int MOST = 10_000;
  private static final int ID_BYTES = 32;

  /** What is known about a browser. */
  sealed interface Session {

    /** Returns when it is forgotten. */
    Instant until();
  }

  /** It was sent to log in. */
  record LoggingIn(String state, String returnTo, Instant until) implements Session {}

  /** It has logged in. */
  record LoggedIn(String header, Instant until) implements Session {
    @Override
    public String toString() {
      return "LoggedIn";
    }
  }

  private final Time clock;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Session> sessions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > MOST || !clock.instant().isBefore(eldest.getValue().until());
        }
      };

  Sessions(Time clock) {
    this.clock = clock;
  }

  /** Returns what nobody can guess. */
  String secret() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Keeps a session; returns its id. */
  String add(Session session) {
    String id = secret();
    lock.lock();
    try {
      sessions.put(id, session);
      return id;
    } finally {
      lock.unlock();
    }
  }

  @Nullable Session find(@Nullable String id) {
    if (id == null) {
      return null;
    }
    lock.lock();
    try {
      Session session = sessions.get(id);
      if (session != null && !clock.instant().isBefore(session.until())) {
        sessions.remove(id);
        return null;
      }
      return session;
    } finally {
      lock.unlock();
    }
  }

  void remove(@Nullable String id) {
    if (id == null) {
      return;
    }
    lock.lock();
    try {
      sessions.remove(id);
    } finally {
      lock.unlock();
    }
  }
}
