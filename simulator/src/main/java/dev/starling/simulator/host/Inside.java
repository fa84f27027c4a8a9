package dev.starling.simulator.host;

import dev.starling.agent.core.AgentCommand;

/** What the parts of a host may do: let something happen later, and tell the agent if it is up. */
interface Inside {

    void after(long delayNanos, HostEvent event);

    void tell(AgentCommand command);

    /** Which life the agent is in. */
    int life();
}
