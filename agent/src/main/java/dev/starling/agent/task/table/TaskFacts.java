package dev.starling.agent.task.table;

import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskState;
import dev.starling.agent.task.TaskStatus;
import dev.starling.agent.task.table.JobRecord.Place;
import dev.starling.agent.task.table.JobRecord.State;
import dev.starling.node.NodeId;

import java.util.Optional;

/**
 * What the entries of one generation say of one task, taken together.
 *
 * <p>A place without a node is only an intention: it says that earlier attempts were given up, but
 * evidence of them still counts until somebody has accepted the new one.
 *
 * @param isStopAsked whether the task, or its whole job, was asked to end
 */
public record TaskFacts(
        String job,
        long generation,
        int index,
        Optional<Place> place,
        Optional<State> state,
        boolean isStopAsked) {

    /**
     * The newest attempt that some node is known or implied to have accepted; 0 if there is none.
     */
    public int placedAttempt() {
        int stated = state.map(State::attempt).orElse(0);
        int placed = place.map(p -> p.node().isPresent() ? p.attempt() : p.attempt() - 1).orElse(0);
        return Math.max(stated, placed);
    }

    /** Who has the newest placed attempt, if anybody is known to. */
    public Optional<NodeId> node() {
        int attempt = placedAttempt();
        Optional<NodeId> placed = place.filter(p -> p.attempt() == attempt).flatMap(Place::node);
        if (placed.isPresent()) return placed;
        return state.filter(s -> s.attempt() == attempt).flatMap(State::node);
    }

    /** What the holder of the newest placed attempt, or anybody who ended it, said of it. */
    public Optional<State> report() {
        return state.filter(s -> s.attempt() == placedAttempt())
                .filter(s -> s.state().isTerminal() || s.node().equals(node()));
    }

    public boolean isTerminal() {
        return report().map(State::state).filter(TaskState::isTerminal).isPresent();
    }

    /** Whether the primary has written that it looks for somebody to run the next attempt. */
    public boolean isIntended() {
        return place.filter(p -> p.node().isEmpty() && p.attempt() > placedAttempt()).isPresent();
    }

    /** The key of the newest placed attempt. */
    public TaskKey placedKey() {
        return new TaskKey(job, generation, index, placedAttempt());
    }

    public TaskStatus status() {
        Optional<State> report = report();
        if (!isTerminal() && isIntended()) {
            return status(TaskState.PENDING, Optional.empty(), place.orElseThrow().reason());
        }
        if (report.isPresent()) {
            State state = report.get();
            return new TaskStatus(
                    job,
                    generation,
                    index,
                    state.attempt(),
                    state.state(),
                    state.node(),
                    state.exitCode(),
                    state.reason());
        }
        if (node().isPresent()) return status(TaskState.AWARDED, node(), "");
        return status(TaskState.PENDING, Optional.empty(), "");
    }

    private TaskStatus status(TaskState state, Optional<NodeId> node, String reason) {
        return new TaskStatus(
                job, generation, index, placedAttempt(), state, node, Optional.empty(), reason);
    }
}
