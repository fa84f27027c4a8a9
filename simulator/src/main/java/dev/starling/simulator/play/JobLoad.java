package dev.starling.simulator.play;

import dev.starling.agent.core.AgentCommand;
import dev.starling.agent.core.Answer;
import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.TaskKey;
import dev.starling.node.Chance;
import dev.starling.simulator.fleet.Fleet;
import dev.starling.simulator.fleet.FleetWatch;
import dev.starling.simulator.measure.Spread.Samples;
import dev.starling.simulator.measure.TaskFigures;
import dev.starling.simulator.scenario.Workload;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Submits the scenario's jobs to nodes that are drawn, and watches their tasks start and end. */
public final class JobLoad implements FleetWatch {

    private final Fleet fleet;
    private final Chance chance;
    private final Map<String, Long> submittedNanos = new TreeMap<>();
    private final TreeSet<String> placed = new TreeSet<>();
    private final Samples placements = new Samples();
    private int accepted;
    private int refused;
    private int tasks;
    private int reawarded;
    private int ended;

    public JobLoad(Fleet fleet) {
        this.fleet = fleet;
        this.chance = fleet.draws().stream(0, "jobs");
    }

    /** Puts all submissions on the agenda. */
    public void schedule() {
        for (Workload.Job job : fleet.scenario().workload().jobs()) {
            double who = chance.unit();
            String what = "submit " + job.spec().name();
            fleet.agenda().at(job.atNanos(), what, () -> submit(job.spec(), who));
        }
    }

    public TaskFigures figures() {
        Map<String, Integer> copies = new TreeMap<>();
        for (int node = 0; node < fleet.size(); node++) {
            for (TaskKey task : fleet.host(node).running()) {
                copies.merge(task.taskId(), 1, Integer::sum);
            }
        }
        return new TaskFigures(
                submittedNanos.size(),
                accepted,
                refused,
                tasks,
                placed.size(),
                reawarded,
                ended,
                copies.size(),
                (int) copies.values().stream().filter(count -> count > 1).count(),
                placements.spread());
    }

    private void submit(JobSpec spec, double who) {
        List<Integer> up = fleet.nodes(true);
        if (up.isEmpty()) return;
        submittedNanos.put(spec.name(), fleet.nowNanos());
        fleet.ask(
                up.get((int) (who * up.size())),
                request -> new AgentCommand.SubmitJob(request, spec),
                answer -> onAnswer(answer, spec));
    }

    private void onAnswer(Answer answer, JobSpec spec) {
        if (answer instanceof Answer.Job) {
            accepted++;
            tasks += spec.count();
        } else {
            refused++;
        }
    }

    @Override
    public void onTaskStarting(int node, TaskKey task) {
        Long since = submittedNanos.get(task.job());
        if (since == null) return;
        if (placed.add(task.taskId())) {
            placements.add(fleet.nowNanos() - since);
        } else {
            reawarded++;
        }
    }

    @Override
    public void onTaskEnded(int node, TaskKey task, int exitCode) {
        if (submittedNanos.containsKey(task.job())) ended++;
    }
}
