package dev.mecha.component.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** What is done with files. */
final class RemoteFiles {

  private RemoteFiles() {}

  /**
   * A file or folder.
   *
   * @param name without the folders above it
   * @param isFolder or a file
   */
  record Entry(String name, boolean isFolder) {}

  /** Writes a file, and makes the folders above it. */
  static Boolean write(SftpClient files, String path, byte[] data) throws IOException {
    makeFolders(files, path.substring(0, Math.max(0, path.lastIndexOf('/'))));
    try (OutputStream out = files.write(path)) {
      out.write(data);
    }
    return true;
  }

  private static void makeFolders(SftpClient files, String folder) throws IOException {
    if (folder.isEmpty() || exists(files, folder)) {
      return;
    }
    makeFolders(files, folder.substring(0, Math.max(0, folder.lastIndexOf('/'))));
    try {
      files.mkdir(folder);
    } catch (SftpException e) {
      if (!exists(files, folder)) {
        throw e;
      }
    }
  }

  private static boolean exists(SftpClient files, String path) throws IOException {
    try {
      return files.stat(path) != null;
    } catch (SftpException e) {
      if (e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE
          || e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_PATH) {
        return false;
      }
      throw e;
    }
  }

  static byte[] read(SftpClient files, String path) throws IOException {
    try (InputStream in = files.read(path)) {
      return in.readAllBytes();
    }
  }

  static Boolean remove(SftpClient files, String path) throws IOException {
    files.remove(path);
    return true;
  }

  /** What is in a folder, sorted by name. */
  static List<Entry> list(SftpClient files, String path) throws IOException {
    var entries = new ArrayList<Entry>();
    for (SftpClient.DirEntry entry : files.readEntries(path)) {
      String name = entry.getFilename();
      if (!name.equals(".") && !name.equals("..")) {
        entries.add(new Entry(name, entry.getAttributes().isDirectory()));
      }
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }
}
