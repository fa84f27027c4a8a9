package dev.starling.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows in aligned columns that fit a terminal: the widest columns give way first, and what does not
 * fit ends in an ellipsis.
 */
public final class Table<T> {

    private static final String GAP = "  ";

    /** Below this a column says nothing any more; a narrower terminal wraps. */
    private static final int NARROWEST = 6;

    private final List<Column<T>> columns;

    @SafeVarargs
    @SuppressWarnings("varargs")
    public Table(Column<T>... columns) {
        this.columns = List.of(columns);
    }

    /** Prints a title line and the rows. */
    public void print(List<T> rows, Terminal terminal) {
        render(rows, terminal.columns(), terminal.isColoured()).forEach(terminal::println);
    }

    List<String> render(List<T> rows, int width, boolean isColoured) {
        List<String[]> cells = new ArrayList<>();
        cells.add(columns.stream().map(Column::title).toArray(String[]::new));
        for (T row : rows) {
            cells.add(columns.stream().map(c -> shown(c.cell().apply(row))).toArray(String[]::new));
        }
        int[] widths = widths(cells, width);
        List<String> lines = new ArrayList<>();
        for (String[] line : cells) {
            lines.add(line(line, widths, lines.isEmpty(), isColoured));
        }
        return lines;
    }

    /**
     * A stranger's text must not move the cursor of whoever looks at it, and what another version
     * of the agent leaves out is an empty cell.
     */
    private static String shown(String text) {
        if (text == null) return "";
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private int[] widths(List<String[]> cells, int width) {
        int[] widths = new int[columns.size()];
        for (String[] line : cells) {
            for (int i = 0; i < widths.length; i++) widths[i] = Math.max(widths[i], size(line[i]));
        }
        int room = width - GAP.length() * (widths.length - 1);
        while (Arrays.stream(widths).sum() > room) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) if (widths[i] >= widths[widest]) widest = i;
            if (widths[widest] <= NARROWEST) break;
            widths[widest]--;
        }
        return widths;
    }

    private String line(String[] cells, int[] widths, boolean isTitle, boolean isColoured) {
        StringBuilder line = new StringBuilder();
        int owed = 0;
        for (int i = 0; i < cells.length; i++) {
            String text = cut(cells[i], widths[i]);
            if (!text.isEmpty()) {
                line.repeat(' ', owed)
                        .append(isColoured ? tint(i, cells[i], isTitle).paint(text) : text);
                owed = 0;
            }
            owed += widths[i] - size(text) + GAP.length();
        }
        return line.toString();
    }

    private Tint tint(int column, String cell, boolean isTitle) {
        if (isTitle) return Tint.TITLE;
        return columns.get(column).isState() ? Tint.of(cell) : Tint.NONE;
    }

    private static String cut(String text, int width) {
        if (size(text) <= width) return text;
        return text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static int size(String text) {
        return text.codePointCount(0, text.length());
    }
}
