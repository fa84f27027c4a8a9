package dev.starling.agent.check;

import dev.starling.agent.service.CheckStatus;

/** What one try of a check came to. */
record Finding(CheckStatus status, String output) {

    static Finding critical(String output) {
        return new Finding(CheckStatus.CRITICAL, output);
    }
}
