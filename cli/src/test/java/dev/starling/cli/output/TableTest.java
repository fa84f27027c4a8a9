package dev.starling.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class TableTest {

    private record Row(String name, String state, String text) {}

    private static final Table<Row> TABLE =
            new Table<>(
                    Column.of("NAME", Row::name),
                    Column.state("STATE", Row::state),
                    Column.of("TEXT", Row::text));

    @Test
    void columns_are_as_wide_as_their_widest_cell_and_lines_end_without_blanks() {
        assertThat(render(80, new Row("a", "", ""), new Row("longer", "alive", "x")))
                .containsExactly("NAME    STATE  TEXT", "a", "longer  alive  x");
    }

    @Test
    void the_widest_column_gives_way_until_the_table_fits() {
        List<String> lines = render(40, new Row("short", "alive", "x".repeat(100)));

        assertThat(lines.get(1)).isEqualTo("short  alive  " + "x".repeat(25) + "…").hasSize(40);
    }

    @Test
    void two_wide_columns_share_what_there_is() {
        List<String> lines = render(80, new Row("n".repeat(90), "alive", "t".repeat(90)));

        assertThat(lines.get(1))
                .isEqualTo("n".repeat(35) + "…  alive  " + "t".repeat(34) + "…")
                .hasSize(80);
    }

    @Test
    void characters_beyond_the_first_plane_are_not_cut_in_half() {
        List<String> lines = render(40, new Row("a", "alive", "🐦".repeat(60)));

        assertThat(lines.get(1)).endsWith("🐦…").doesNotContain("?");
        assertThat(lines.get(1).codePointCount(0, lines.get(1).length())).isEqualTo(40);
    }

    @Test
    void control_characters_of_strangers_do_not_reach_the_terminal() {
        assertThat(render(80, new Row("a\033[2Jb\nc", "alive", "\t")).get(1))
                .isEqualTo("a [2Jb c  alive");
    }

    @Test
    void colours_say_what_a_state_means_and_do_not_count_as_width() {
        List<String> lines = TABLE.render(List.of(new Row("a", "dead", "x")), 80, true);

        assertThat(lines)
                .containsExactly(
                        "\033[1mNAME\033[0m  \033[1mSTATE\033[0m  \033[1mTEXT\033[0m",
                        "a     \033[31mdead\033[0m   x");
    }

    private static List<String> render(int width, Row... rows) {
        return TABLE.render(List.of(rows), width, false);
    }
}
