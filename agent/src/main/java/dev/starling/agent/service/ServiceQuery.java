package dev.starling.agent.service;

import java.util.Optional;

/**
 * A question for the instances of a service.
 *
 * @param tag only instances with this tag
 * @param isPassingOnly only instances whose status is passing
 */
public record ServiceQuery(
        long requestId, String name, Optional<String> tag, boolean isPassingOnly) {}
