package dev.starling.gossip;

import static dev.starling.gossip.Fleet.ALICE;
import static dev.starling.gossip.Fleet.BOB;
import static dev.starling.gossip.Fleet.CAROL;
import static dev.starling.gossip.Fleet.alive;
import static dev.starling.gossip.Fleet.suspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.gossip.order.TopicTable;
import dev.starling.node.Bytes;
import dev.starling.node.NodeId;
import dev.starling.wire.Limits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

class DisseminationTest {

    private final Dissemination dissemination = new Dissemination(4);
    private final SwimCodec codec = new SwimCodec();

    @ParameterizedTest(name = "{1} times among {0}")
    @CsvSource({"1,4", "9,4", "10,8", "99,8", "100,12", "999,12", "1000,16", "100000,24"})
    void everything_is_told_multiplier_times_the_logarithm(int members, int sends) {
        dissemination.resize(members);
        dissemination.spread(alive(BOB));

        int told = 0;
        while (!dissemination.isEmpty()) told += fill(1_000).size();

        assertThat(told).isEqualTo(sends);
    }

    @Test
    void newer_news_of_a_subject_takes_the_place_of_the_older() {
        dissemination.spread(suspect(BOB, CAROL));
        dissemination.spread(alive(BOB.withIncarnation(1)));

        assertThat(fill(1_000))
                .containsExactly(new SwimMessage.Rumors(List.of(alive(BOB.withIncarnation(1)))));
        assertThat(dissemination.queuedRumors()).isEqualTo(1);
    }

    @Test
    void what_is_to_be_told_first_stands_first_and_counts_against_the_budget() {
        for (MemberRecord one : Fleet.members(100)) dissemination.spread(alive(one));
        List<SwimMessage> packet = new ArrayList<>();

        dissemination.ride(packet, List.of(suspect(BOB, CAROL)), 500);

        SwimMessage.Rumors rumors = (SwimMessage.Rumors) packet.getFirst();
        assertThat(rumors.rumors().getFirst()).isEqualTo(suspect(BOB, CAROL));
        assertThat(codec.framedSizeOf(rumors)).isBetween(400, 500);
    }

    @Test
    void a_packet_never_exceeds_its_budget_whatever_waits() {
        for (MemberRecord one : Fleet.members(200)) {
            dissemination.spread(alive(one));
            dissemination.hear(notice(one, one.name().length() * 57));
        }
        for (int budget = 0; budget <= Limits.DATAGRAM_MESSAGES_BYTES; budget++) {
            int size = fill(budget).stream().mapToInt(codec::framedSizeOf).sum();
            assertThat(size).isLessThanOrEqualTo(budget);
        }
    }

    @Test
    void rumors_go_first_but_do_not_silence_notices() {
        for (MemberRecord one : Fleet.members(2_000)) dissemination.spread(alive(one));
        dissemination.hear(notice(BOB, 500));

        List<Boolean> carriesNotice = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            carriesNotice.add(fill(1_000).stream().anyMatch(SwimMessage.Notices.class::isInstance));
        }

        assertThat(carriesNotice)
                .containsExactly(false, false, false, true, false, false, false, true);
    }

    @Test
    void rumors_leave_what_they_do_not_need_to_notices() {
        dissemination.spread(alive(BOB));
        dissemination.hear(notice(CAROL, 500));

        assertThat(fill(1_000))
                .containsExactly(
                        new SwimMessage.Rumors(List.of(alive(BOB))),
                        new SwimMessage.Notices(List.of(notice(CAROL, 500))));
    }

    @Test
    void of_notices_the_highest_epoch_and_version_is_kept() {
        Notice first = new Notice(BOB.id(), 1, 1, 9, Bytes.ofUtf8("a"));
        Notice later = new Notice(BOB.id(), 1, 2, 0, Bytes.ofUtf8("b"));

        assertThat(dissemination.hear(later)).isTrue();
        assertThat(dissemination.hear(first)).isFalse();
        assertThat(dissemination.hear(later)).isFalse();

        assertThat(dissemination.notices()).containsExactly(later);
    }

    @Test
    void notices_on_more_topics_than_the_bound_are_refused() {
        for (int topic = 0; topic < TopicTable.MOST_TOPICS; topic++) {
            assertThat(dissemination.hear(new Notice(BOB.id(), topic, 1, 0, Bytes.EMPTY))).isTrue();
        }

        assertThat(dissemination.hear(new Notice(BOB.id(), 200, 1, 0, Bytes.EMPTY))).isFalse();
        assertThat(dissemination.notices()).hasSize(TopicTable.MOST_TOPICS);
        assertThat(dissemination.queuedNotices()).isEqualTo(TopicTable.MOST_TOPICS);
    }

    @Test
    void our_own_notices_count_their_versions() {
        dissemination.publish(ALICE, 1, Bytes.ofUtf8("a"));
        dissemination.publish(ALICE, 1, Bytes.ofUtf8("b"));

        assertThat(dissemination.notices())
                .containsExactly(new Notice(ALICE.id(), 1, 1, 1, Bytes.ofUtf8("b")));
    }

    @Test
    void our_own_notices_are_said_again_under_a_new_epoch() {
        dissemination.publish(ALICE, 1, Bytes.ofUtf8("a"));
        dissemination.publish(ALICE, 2, Bytes.ofUtf8("b"));

        dissemination.republish(ALICE.withLife(9, 0));

        assertThat(dissemination.notices())
                .containsExactly(
                        new Notice(ALICE.id(), 1, 9, 0, Bytes.ofUtf8("a")),
                        new Notice(ALICE.id(), 2, 9, 0, Bytes.ofUtf8("b")));
    }

    @Test
    void a_topic_too_many_of_our_own_is_our_callers_mistake() {
        for (int topic = 0; topic < TopicTable.MOST_TOPICS; topic++) {
            dissemination.publish(ALICE, topic, Bytes.EMPTY);
        }

        assertThatThrownBy(() -> dissemination.publish(ALICE, 99, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("99");
    }

    @Test
    void nothing_is_told_of_the_forgotten() {
        dissemination.spread(alive(BOB));
        dissemination.hear(notice(BOB, 10));

        dissemination.forget(BOB.id());

        assertThat(dissemination.isEmpty()).isTrue();
        assertThat(dissemination.notices()).isEmpty();
    }

    private List<SwimMessage> fill(int budgetBytes) {
        List<SwimMessage> packet = new ArrayList<>();
        dissemination.ride(packet, List.of(), budgetBytes);
        return packet;
    }

    private static Notice notice(MemberRecord origin, int bytes) {
        NodeId id = origin.id();
        return new Notice(id, 1, 1, 0, Bytes.of(new byte[bytes]));
    }
}
