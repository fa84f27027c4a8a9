package dev.starling.simulator.host;

import dev.starling.agent.core.AgentCommand;

import java.util.ArrayList;
import java.util.List;

/** The inside of a host whose time is moved by hand. */
final class RecordingInside implements Inside {

    record Later(long delayNanos, HostEvent event) {}

    final List<Later> later = new ArrayList<>();
    final List<AgentCommand> told = new ArrayList<>();

    @Override
    public void after(long delayNanos, HostEvent event) {
        later.add(new Later(delayNanos, event));
    }

    @Override
    public void tell(AgentCommand command) {
        told.add(command);
    }

    @Override
    public int life() {
        return 1;
    }
}
