package dev.mecha.kernel.resource;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a file into documents at the lines that start with {@code ---}, before anything is parsed:
 * one malformed document does not take the others with it. The rest of such a line is dropped, as
 * the peer does.
 */
final class DocumentSplitter {

  private static final String SEPARATOR = "\n---";

  private DocumentSplitter() {}

  /**
   * @param text of the document
   * @param origin the position of the document in the file and its first line
   */
  record Document(String text, Origin origin) {}

  static List<Document> split(String source, String text) {
    var documents = new ArrayList<Document>();
    int start = 0;
    int line = 1;
    int end;
    while ((end = text.indexOf(SEPARATOR, start)) >= 0) {
      String part = text.substring(start, end);
      documents.add(new Document(part, new Origin(source, documents.size(), line)));
      line += 1 + newlines(part);
      start = endOfLine(text, end + SEPARATOR.length());
    }
    documents.add(new Document(text.substring(start), new Origin(source, documents.size(), line)));
    return documents;
  }

  private static int endOfLine(String text, int position) {
    int end = text.indexOf('\n', position);
    return end < 0 ? text.length() : end;
  }

  private static int newlines(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }
}
