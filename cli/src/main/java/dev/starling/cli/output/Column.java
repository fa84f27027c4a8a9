package dev.starling.cli.output;

import java.util.function.Function;

/**
 * A column of a {@link Table}.
 *
 * @param isState whether the cell is a word that {@link Tint} knows
 */
public record Column<T>(String title, Function<T, String> cell, boolean isState) {

    public static <T> Column<T> of(String title, Function<T, String> cell) {
        return new Column<>(title, cell, false);
    }

    public static <T> Column<T> state(String title, Function<T, String> cell) {
        return new Column<>(title, cell, true);
    }
}
