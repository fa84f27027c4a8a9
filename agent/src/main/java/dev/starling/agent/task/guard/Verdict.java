package dev.starling.agent.task.guard;

import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.table.JobRecord.Spec;
import dev.starling.agent.task.table.JobRecords;
import dev.starling.agent.task.table.TaskFacts;
import dev.starling.node.NodeId;

/** What the entries say to a host that claims to run an attempt. */
enum Verdict {
    /** It is right. */
    STANDS,
    /** Another attempt counts, or the task has ended. */
    REVOKE,
    /** It is right, and asked to end. */
    STOP,
    /** The entries do not reach that far. */
    UNSURE;

    /** Pure: the newest attempt counts, and of one attempt the node that the entries name. */
    static Verdict on(JobRecords records, NodeId claimant, TaskKey claim) {
        if (records.spec().isEmpty()) return UNSURE;
        Spec spec = records.spec().get();
        if (claim.generation() > spec.generation()) return UNSURE;
        boolean isOfOldJob = claim.generation() < spec.generation();
        if (isOfOldJob || claim.index() >= spec.spec().count()) return REVOKE;
        TaskFacts facts = records.task(claim.index());
        if (claim.attempt() > facts.placedAttempt()) return UNSURE;
        boolean isNamed = facts.node().filter(claimant::equals).isPresent();
        boolean isCurrent = claim.attempt() == facts.placedAttempt() && isNamed;
        if (!isCurrent || facts.isTerminal()) return REVOKE;
        return facts.isStopAsked() ? STOP : STANDS;
    }
}
