package dev.starling.simulator.host;

import dev.starling.agent.core.AgentEffect;
import dev.starling.agent.service.CheckRef;
import dev.starling.agent.task.TaskKey;
import dev.starling.node.Chance;
import dev.starling.simulator.engine.Event;

/** What happens inside a host. Those of a life are void in the next. */
sealed interface HostEvent extends Event {

    /** A polled check is due. */
    record CheckDue(int life, CheckRef ref) implements HostEvent {
        @Override
        public int kind() {
            return 4;
        }

        @Override
        public long fingerprint() {
            return Chance.mix(ref.serviceId().hashCode()) + ref.checkId().hashCode();
        }
    }

    /** The executor looks for the tasks that an earlier life accepted. */
    record AdoptionDue(int life) implements HostEvent {
        @Override
        public int kind() {
            return 5;
        }

        @Override
        public long fingerprint() {
            return life;
        }
    }

    /** A process that was asked for is there. */
    record ProcessUp(TaskKey task) implements HostEvent {
        @Override
        public int kind() {
            return 6;
        }

        @Override
        public long fingerprint() {
            return fingerprintOf(task);
        }
    }

    /** A process ends, by itself or asked to. */
    record ProcessEnd(TaskKey task, int exitCode) implements HostEvent {
        @Override
        public int kind() {
            return 7;
        }

        @Override
        public long fingerprint() {
            return fingerprintOf(task) + exitCode;
        }
    }

    /** The executor has read the piece of a task's output that was asked for. */
    record LogDue(int life, AgentEffect.ReadLog read) implements HostEvent {
        @Override
        public int kind() {
            return 8;
        }

        @Override
        public long fingerprint() {
            return fingerprintOf(read.task()) + read.readId();
        }
    }

    private static long fingerprintOf(TaskKey task) {
        return Chance.mix(task.toString().hashCode());
    }
}
