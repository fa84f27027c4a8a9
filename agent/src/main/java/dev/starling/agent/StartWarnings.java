package dev.starling.agent;

import dev.starling.agent.api.HostPort;
import dev.starling.agent.config.AgentSettings;
import dev.starling.node.Endpoint;

import java.util.ArrayList;
import java.util.List;

/** What an operator should know about an agent that strangers can reach. */
final class StartWarnings {

    private StartWarnings() {}

    static List<String> of(AgentSettings settings, Endpoint members, HostPort api) {
        List<String> warnings = new ArrayList<>();
        if (!settings.bind().isLoopbackAddress()) {
            warnings.add(
                    "traffic between agents is not encrypted: whoever reaches %s can read and forge"
                                    .formatted(members)
                            + " it; use --bind 127.0.0.1 or a network that you trust");
        }
        if (!settings.httpBind().isLoopbackAddress()) {
            String more = settings.tasks() ? ", also to run commands on this host" : "";
            warnings.add(
                    "the control API asks for no password: whoever reaches %s can use it%s"
                            .formatted(api, more));
        }
        if (settings.tasks() && !settings.bind().isLoopbackAddress()) {
            warnings.add(
                    "this host runs tasks: whoever reaches %s can run any command on it"
                            .formatted(members));
        }
        return warnings;
    }
}
