package dev.starling.agent.task.host;

import dev.starling.agent.task.Resources;

/**
 * What this host gives to tasks, and who has it: the one admission rule, asked when a bid is made,
 * when it is accepted and when a task starts, so that these can never disagree.
 *
 * <p>Tasks that were accepted before a restart count at once, even if less is given to tasks now;
 * then there is no room until enough of them have ended.
 */
public final class Room {

    private final Resources capacity;
    private Resources taken = Resources.NONE;
    private Resources held = Resources.NONE;

    public Room(Resources capacity) {
        this.capacity = capacity;
    }

    /** How many tasks of this size may come now, at most {@code most}. */
    int roomFor(Resources each, int most) {
        return each.timesIn(capacity.minus(taken).minus(held), most);
    }

    void take(Resources each) {
        taken = taken.plus(each);
    }

    void giveBack(Resources each) {
        taken = taken.minus(each);
    }

    void hold(Resources each) {
        held = held.plus(each);
    }

    void release(Resources each) {
        held = held.minus(each);
    }

    Resources capacity() {
        return capacity;
    }

    /** What no accepted task has; holds do not count. */
    Resources free() {
        return capacity.minus(taken);
    }

    Resources taken() {
        return taken;
    }

    Resources held() {
        return held;
    }
}
