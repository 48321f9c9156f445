package dev.mecha.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows below a head, in columns as wide as they have to be. A column without content is left out.
 */
public final class Table {

  private static final String GAP = "  ";

  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param head the names of the columns
   */
  public Table(String... head) {
    this.head = List.of(head);
  }

  /**
   * Adds a row.
   *
   * @param cells as many as there are columns
   */
  public void row(List<String> cells) {
    rows.add(cells.stream().map(cell -> cell.replaceAll("\\s+", " ")).toList());
  }

  /**
   * @return the lines, without the last line break
   */
  public String text() {
    var columns = new ArrayList<Integer>();
    for (int i = 0; i < head.size(); i++) {
      int column = i;
      if (rows.stream().anyMatch(row -> !row.get(column).isBlank())) {
        columns.add(column);
      }
    }
    var lines = new ArrayList<String>();
    lines.add(line(head, columns));
    rows.forEach(row -> lines.add(line(row, columns)));
    return String.join("\n", lines);
  }

  private String line(List<String> cells, List<Integer> columns) {
    var line = new StringBuilder();
    for (int column : columns) {
      String cell = cells.get(column);
      line.append(GAP).append(cell).repeat(' ', width(column) - cell.length());
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    int width = head.get(column).length();
    for (List<String> row : rows) {
      width = Math.max(width, row.get(column).length());
    }
    return width;
  }
}
