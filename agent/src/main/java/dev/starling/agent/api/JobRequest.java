package dev.starling.agent.api;

import java.util.List;
import java.util.SortedMap;

/**
 * A job to run: {@code POST /starling/v1/jobs}, and the keys of a job file.
 *
 * @param count 1 if left out
 * @param cpu thousandths of a core, 100 if left out
 * @param memory a size such as {@code 256M}, 64M if left out
 * @param killGrace a duration, 5s if left out
 * @param run {@code at-least-once}, also if left out; nothing else is accepted yet
 */
public record JobRequest(
        String name,
        Integer count,
        List<String> command,
        SortedMap<String, String> env,
        Integer cpu,
        String memory,
        String killGrace,
        String run) {}
