package dev.starling.gossip.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.NodeId;

import org.junit.jupiter.api.Test;

class NamesTest {

    private final Names names = new Names();

    @Test
    void a_pair_is_reported_once_whoever_of_it_asks() {
        names.add("web", id(1));
        names.add("web", id(2));
        names.add("db", id(3));

        assertThat(names.clash("web", id(2), other -> true)).contains(id(1));
        assertThat(names.clash("web", id(2), other -> true)).isEmpty();
        assertThat(names.clash("web", id(1), other -> true)).isEmpty();
        assertThat(names.clash("db", id(3), other -> true)).isEmpty();
    }

    @Test
    void only_rivals_count() {
        names.add("web", id(1));
        names.add("web", id(2));

        assertThat(names.clash("web", id(2), other -> false)).isEmpty();
        assertThat(names.clash("web", id(2), other -> true)).contains(id(1));
    }

    @Test
    void a_name_given_up_is_free_and_a_pair_that_parted_may_clash_again() {
        names.add("web", id(1));
        names.add("web", id(2));
        names.clash("web", id(2), other -> true);

        names.remove("web", id(2));
        assertThat(names.clash("web", id(1), other -> true)).isEmpty();

        names.add("web", id(2));
        assertThat(names.clash("web", id(2), other -> true)).contains(id(1));
    }

    private static NodeId id(int number) {
        return new NodeId(number, 0, 0, 0);
    }
}
