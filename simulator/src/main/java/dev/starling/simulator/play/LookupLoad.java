package dev.starling.simulator.play;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.Answer;
import dev.starling.agent.service.ServiceAnswer;
import dev.starling.agent.service.ServiceQuery;
import dev.starling.gossip.Member;
import dev.starling.node.Chance;
import dev.starling.simulator.fleet.Fleet;
import dev.starling.simulator.measure.LookupFigures;
import dev.starling.simulator.measure.Spread.Samples;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Asks for services from nodes that are drawn, and holds the answers against the truth. */
public final class LookupLoad {

    private record Question(int asker, long askedNanos, List<Directory.Instance> expected) {}

    private final Fleet fleet;
    private final Directory directory;
    private final Chance chance;
    private final Samples rounds = new Samples();
    private final Samples latencies = new Samples();
    private int asked;
    private int answered;
    private int complete;
    private int correct;
    private long expected;
    private long missing;
    private long unnoticed;
    private long stale;

    public LookupLoad(Fleet fleet, Directory directory) {
        this.fleet = fleet;
        this.directory = directory;
        this.chance = fleet.draws().stream(0, "lookups");
    }

    /** Puts the first lookup on the agenda; each puts the next. */
    public void schedule() {
        if (fleet.scenario().workload().lookups().perSecond() == 0) return;
        scheduleNext(fleet.scenario().workload().lookups().atNanos());
    }

    public LookupFigures figures() {
        return new LookupFigures(
                asked,
                answered,
                complete,
                correct,
                expected,
                missing,
                unnoticed,
                stale,
                rounds.spread(),
                latencies.spread());
    }

    private void scheduleNext(long afterNanos) {
        long mean = (long) (1e9 / fleet.scenario().workload().lookups().perSecond());
        long at = afterNanos + fleet.draws().exponential(mean, chance.unit());
        fleet.agenda().at(at, "lookup", this::lookUp);
    }

    /** Draws the same, whatever the fleet is like, so that a fault moves no later question. */
    private void lookUp() {
        scheduleNext(fleet.nowNanos());
        double who = chance.unit();
        double what = chance.unit();
        List<Integer> up = fleet.nodes(true);
        List<String> names = directory.names();
        if (up.isEmpty() || names.isEmpty()) return;
        ask(up.get((int) (who * up.size())), names.get((int) (what * names.size())));
    }

    private void ask(int asker, String name) {
        asked++;
        Question question =
                new Question(
                        asker,
                        fleet.nowNanos(),
                        directory.instances(name).stream()
                                .filter(instance -> fleet.canReach(asker, instance.node()))
                                .toList());
        fleet.ask(
                asker,
                request ->
                        new AgentCommand.Lookup(
                                new ServiceQuery(request, name, Optional.empty(), false)),
                answer -> onAnswer(question, ((Answer.Services) answer).answer()));
    }

    private void onAnswer(Question question, ServiceAnswer answer) {
        answered++;
        if (answer.isComplete()) complete++;
        rounds.add(answer.rounds());
        latencies.add(fleet.nowNanos() - question.askedNanos());
        TreeSet<Directory.Instance> found = new TreeSet<>();
        answer.instances()
                .forEach(instance ->
                        found.add(
                                new Directory.Instance(
                                        fleet.numberOf(instance.owner()), instance.id())));
        long wanted =
                question.expected().stream().filter(each -> isExpected(question, each)).count();
        long lacking =
                question.expected().stream()
                        .filter(each -> isExpected(question, each) && !found.contains(each))
                        .count();
        expected += wanted;
        missing += lacking;
        if (answer.isComplete()) unnoticed += lacking;
        if (lacking == 0) correct++;
        stale +=
                found.stream()
                        .filter(each -> !fleet.canReach(question.asker(), each.node()))
                        .count();
    }

    private boolean isExpected(Question question, Directory.Instance instance) {
        return fleet.canReach(question.asker(), instance.node())
                && fleet.core(question.asker())
                        .member(fleet.host(instance.node()).place().id())
                        .filter(LookupLoad::isPresent)
                        .isPresent();
    }

    private static boolean isPresent(Member member) {
        return member.status().isPresent();
    }
}
