package dev.mecha.component.aws;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * What the SDK finds by itself: environment variables, the token of a Kubernetes service account,
 * the shared files with their profiles, the container's or the machine's role.
 *
 * <p>It looks for some of its parts through the calling thread, which belongs to the host and knows
 * nothing of this plug-in.
 */
final class AmbientCredentials implements AwsCredentialsProvider {

  private final AwsCredentialsProvider chain = DefaultCredentialsProvider.builder().build();

  @Override
  public AwsCredentials resolveCredentials() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(AmbientCredentials.class.getClassLoader());
    try {
      return chain.resolveCredentials();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
