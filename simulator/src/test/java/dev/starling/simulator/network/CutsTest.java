package dev.starling.simulator.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

class CutsTest {

    private final Cuts cuts = new Cuts();

    @BeforeEach
    void five_nodes() {
        cuts.grow(5);
    }

    @Test
    void a_cut_works_both_ways_and_only_between_its_groups() {
        cuts.cut(List.of(0, 1), List.of(2, 3));

        assertThat(cuts.isCut(0, 2)).isTrue();
        assertThat(cuts.isCut(3, 1)).isTrue();
        assertThat(cuts.isCut(0, 1)).isFalse();
        assertThat(cuts.isCut(0, 4)).isFalse();
        assertThat(cuts.isCut(4, 2)).isFalse();
    }

    @Test
    void of_two_cuts_that_overlap_one_may_heal() {
        int first = cuts.cut(List.of(0), List.of(1, 2));
        cuts.cut(List.of(0, 1), List.of(2));

        cuts.heal(first);

        assertThat(cuts.isCut(0, 1)).isFalse();
        assertThat(cuts.isCut(0, 2)).isTrue();
        assertThat(cuts.isAnyCut()).isTrue();

        cuts.healAll();

        assertThat(cuts.isCut(0, 2)).isFalse();
        assertThat(cuts.isAnyCut()).isFalse();
    }

    @Test
    void nodes_that_are_cut_alike_are_one_group() {
        cuts.cut(List.of(0, 1), List.of(3, 4));

        assertThat(cuts.groups(5)).containsExactly(0, 0, 1, 2, 2);
    }

    @Test
    void more_cuts_than_there_is_room_for_are_refused_and_healed_ones_make_room() {
        for (int i = 0; i < Cuts.MOST_CUTS; i++) {
            cuts.cut(List.of(0), List.of(1));
        }

        assertThatThrownBy(() -> cuts.cut(List.of(0), List.of(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("more than 64 partitions");

        cuts.heal(17);

        assertThat(cuts.cut(List.of(0), List.of(1))).isEqualTo(17);
    }
}
