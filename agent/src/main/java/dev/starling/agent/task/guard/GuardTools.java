package dev.starling.agent.task.guard;

import dev.starling.agent.task.auction.Surroundings;
import dev.starling.node.Chance;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * What the jobs of one guardian share.
 *
 * @param solicitIds gives each auction an id of its own
 * @param mayOpen whether one more auction may run at this guardian
 */
record GuardTools(
        Surroundings around,
        MinorityGuard minority,
        Chance chance,
        LongSupplier solicitIds,
        BooleanSupplier mayOpen) {}
