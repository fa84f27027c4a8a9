package dev.starling.agent.loop;

import dev.starling.agent.core.AgentEffect;
import dev.starling.gossip.SwimMessage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Holds effects back until what had to be saved before them is on the disk.
 *
 * <p>Effects leave in the order in which they came, across turns: a reply may rest on what an
 * earlier turn saved. All saves that have gathered during one write go into the next one. Three
 * things do not wait:
 *
 * <ul>
 *   <li>packets that speak of membership only, or else every slow write would look like a slow
 *       node. They promise nothing that is stored, but for the epoch that they are sent under: none
 *       overtakes a {@code SaveEpoch};
 *   <li>what is only told to people;
 *   <li>what follows {@code SavePeers}, on which nobody relies.
 * </ul>
 */
final class SaveGate {

    private final Host host;
    private final Executor eventLoop;
    private final Consumer<AgentEffect> open;

    private ArrayDeque<AgentEffect> held = new ArrayDeque<>();
    private Collection<AgentEffect> behindWrite = List.of();
    private final List<AgentEffect> hints = new ArrayList<>();
    private boolean isWriting;
    private int epochsUnsaved;

    /**
     * @param open does an effect that need not wait any longer
     */
    SaveGate(Host host, Executor eventLoop, Consumer<AgentEffect> open) {
        this.host = host;
        this.eventLoop = eventLoop;
        this.open = open;
    }

    /** Takes one turn's effects. */
    void pass(List<AgentEffect> effects) {
        for (AgentEffect effect : effects) {
            if (effect instanceof AgentEffect.SavePeers) {
                hints.add(effect);
            } else if (!isSave(effect) && (isOpen() || mayOvertake(effect))) {
                open.accept(effect);
            } else {
                held.add(effect);
                if (effect instanceof AgentEffect.SaveEpoch) epochsUnsaved++;
            }
        }
        writeNext();
    }

    /** How many effects wait. */
    int size() {
        return held.size() + behindWrite.size();
    }

    /** Drops what waits but saves: whoever wished for it is gone. */
    void forget() {
        held.removeIf(effect -> !isSave(effect));
        behindWrite = behindWrite.stream().filter(SaveGate::isSave).toList();
    }

    private boolean isOpen() {
        return held.isEmpty() && behindWrite.isEmpty();
    }

    private boolean mayOvertake(AgentEffect effect) {
        return switch (effect) {
            case AgentEffect.Transmit transmit ->
                    transmit.packet().messages().stream().allMatch(SwimMessage.class::isInstance)
                            && epochsUnsaved == 0;
            case AgentEffect.Note note -> true;
            case AgentEffect.MemberChanged change -> true;
            default -> false;
        };
    }

    private static boolean isSave(AgentEffect effect) {
        return switch (effect) {
            case AgentEffect.SaveServices save -> true;
            case AgentEffect.SaveReplica save -> true;
            case AgentEffect.DropReplica save -> true;
            case AgentEffect.SaveTask save -> true;
            case AgentEffect.ForgetTask save -> true;
            case AgentEffect.SavePeers save -> true;
            case AgentEffect.SaveEpoch save -> true;
            default -> false;
        };
    }

    private void writeNext() {
        if (isWriting || held.isEmpty() && hints.isEmpty()) return;
        List<AgentEffect> saves = new ArrayList<>(hints);
        held.stream().filter(SaveGate::isSave).forEach(saves::add);
        hints.clear();
        behindWrite = held;
        held = new ArrayDeque<>();
        isWriting = true;
        host.save(List.copyOf(saves), this::hurryBack);
    }

    private void hurryBack() {
        try {
            eventLoop.execute(this::onWritten);
        } catch (RejectedExecutionException ended) {
            // Whoever waited is gone, with the event loop.
        }
    }

    private void onWritten() {
        isWriting = false;
        Collection<AgentEffect> released = behindWrite;
        behindWrite = List.of();
        for (AgentEffect effect : released) {
            // A task's files are forgotten after its record is, so that no record lacks its files.
            if (!isSave(effect) || effect instanceof AgentEffect.ForgetTask) open.accept(effect);
            if (effect instanceof AgentEffect.SaveEpoch) epochsUnsaved--;
        }
        while (!held.isEmpty() && !isSave(held.peek())) {
            open.accept(held.poll());
        }
        writeNext();
    }
}
