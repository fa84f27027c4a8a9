package dev.starling.agent.exec;

import java.util.Optional;

/** One process for good: pids are used again, but not with the same start on the same boot. */
record ProcessIdentity(String bootId, long pid, long startTicks) {

    boolean isAlive() {
        return ProcessStat.bootId().equals(bootId)
                && ProcessStat.find(pid).filter(this::isThis).isPresent();
    }

    /**
     * A handle to signal it by, if it still runs. The handle is made before the identity is
     * checked, and refuses when the pid changes hands later.
     */
    Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(handle -> isAlive());
    }

    private boolean isThis(ProcessStat stat) {
        return stat.startTicks() == startTicks && stat.isAlive();
    }
}
