package dev.starling.simulator.fleet;

import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.core.Answer;
import dev.starling.agent.task.TaskKey;
import dev.starling.gossip.Member;

import java.util.ArrayList;
import java.util.List;

/** Tells all that watch, in the order in which they came. */
final class Watches implements FleetWatch {

    private final List<FleetWatch> all = new ArrayList<>();

    void add(FleetWatch watch) {
        all.add(watch);
    }

    @Override
    public void onStarted(int node) {
        for (FleetWatch watch : all) watch.onStarted(node);
    }

    @Override
    public void onLeaving(int node) {
        for (FleetWatch watch : all) watch.onLeaving(node);
    }

    @Override
    public void onStopped(int node, boolean isFarewell) {
        for (FleetWatch watch : all) watch.onStopped(node, isFarewell);
    }

    @Override
    public void onReachChanged() {
        for (FleetWatch watch : all) watch.onReachChanged();
    }

    @Override
    public void afterStep(int node) {
        for (FleetWatch watch : all) watch.afterStep(node);
    }

    @Override
    public void onBelief(int node, Member about) {
        for (FleetWatch watch : all) watch.onBelief(node, about);
    }

    @Override
    public void onReply(int node, long requestId, Answer answer) {
        for (FleetWatch watch : all) watch.onReply(node, requestId, answer);
    }

    @Override
    public void onSent(int node, AgentEffect.Transmit packet, int sizeBytes) {
        for (FleetWatch watch : all) watch.onSent(node, packet, sizeBytes);
    }

    @Override
    public void onTaskStarting(int node, TaskKey task) {
        for (FleetWatch watch : all) watch.onTaskStarting(node, task);
    }

    @Override
    public void onTaskEnded(int node, TaskKey task, int exitCode) {
        for (FleetWatch watch : all) watch.onTaskEnded(node, task, exitCode);
    }

    @Override
    public void onNote(int node, AgentEffect.Note note) {
        for (FleetWatch watch : all) watch.onNote(node, note);
    }
}
