package dev.starling.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessStatTest {

    @Test
    void a_name_with_spaces_and_parentheses_does_not_confuse() {
        String stat =
                "42 (a) R 1 (b) S 7 42 41 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1 2 3\n";

        assertThat(ProcessStat.parse(42, stat)).isEqualTo(new ProcessStat(42, 'S', 41, 987_654));
    }

    @Test
    void a_process_that_ended_unasked_is_not_alive() {
        assertThat(new ProcessStat(1, 'Z', 1, 1).isAlive()).isFalse();
        assertThat(new ProcessStat(1, 'D', 1, 1).isAlive()).isTrue();
    }

    @Test
    void this_process_is_among_all_of_the_host() {
        long self = ProcessHandle.current().pid();

        assertThat(ProcessStat.all()).extracting(ProcessStat::pid).contains(self, 1L);
        ProcessStat stat = ProcessStat.find(self).orElseThrow();
        ProcessIdentity identity =
                new ProcessIdentity(ProcessStat.bootId(), self, stat.startTicks());
        assertThat(identity.isAlive()).isTrue();
        assertThat(new ProcessIdentity("elsewhen", self, stat.startTicks()).isAlive()).isFalse();
        assertThat(new ProcessIdentity(ProcessStat.bootId(), self, 1).isAlive()).isFalse();
    }

    @Test
    void a_start_that_is_void_or_damaged_is_none() {
        assertThat(StartRecord.parse("void\n")).isEmpty();
        assertThat(StartRecord.parse("")).isEmpty();
        assertThat(StartRecord.parse("boot 1 2 3 x")).isEmpty();
        assertThat(StartRecord.parse("boot 1 2 3 4\n"))
                .contains(
                        new StartRecord(
                                new ProcessIdentity("boot", 1, 2),
                                new ProcessIdentity("boot", 3, 4)));
    }
}
