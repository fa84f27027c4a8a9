package dev.starling.agent.loop;

/** An input that trips a bug which the core does not have. */
public final class Poison {

    private Poison() {}

    /** Gives it to a running loop, on its own thread, and returns when it has worked. */
    public static void give(AgentLoop loop) {
        loop.look(
                        core -> {
                            loop.turn(
                                    (tripped, nowNanos, out) -> {
                                        throw new IllegalStateException("poison");
                                    },
                                    "poison",
                                    0);
                            return true;
                        })
                .join();
    }
}
