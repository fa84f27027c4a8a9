package dev.starling.simulator.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.service.CheckDefinition;
import dev.starling.agent.service.CheckRef;
import dev.starling.agent.service.CheckStatus;

import org.junit.jupiter.api.Test;

class ChecksTest {

    private static final CheckRef REF = new CheckRef("web-1", "http", 1);
    private static final CheckDefinition.Polled HTTP =
            new CheckDefinition.Http("http", "http://localhost/", 10_000, 1_000);

    private final RecordingInside inside = new RecordingInside();
    private final Checks checks = new Checks(inside);

    @Test
    void a_check_passes_by_default_and_comes_again_after_its_interval() {
        checks.start(REF, HTTP);
        checks.onDue(REF);

        assertThat(inside.told)
                .containsExactly(
                        new AgentCommand.CheckFinished(
                                REF, CheckStatus.PASSING, "scripted: PASSING"));
        assertThat(inside.later.getLast())
                .isEqualTo(new RecordingInside.Later(10_000, new HostEvent.CheckDue(1, REF)));
    }

    @Test
    void what_is_scripted_for_a_service_is_what_its_checks_say() {
        checks.script("web-1", CheckStatus.CRITICAL);
        checks.start(REF, HTTP);
        checks.onDue(REF);

        assertThat(((AgentCommand.CheckFinished) inside.told.getFirst()).status())
                .isEqualTo(CheckStatus.CRITICAL);
    }

    @Test
    void a_stopped_check_says_nothing_more() {
        checks.start(REF, HTTP);
        checks.stop(REF);
        checks.onDue(REF);

        assertThat(inside.told).isEmpty();
    }
}
