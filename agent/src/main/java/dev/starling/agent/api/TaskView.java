package dev.starling.agent.api;

/**
 * One task of a job.
 *
 * @param id {@code JOB.INDEX}
 * @param state {@code pending}, {@code awarded}, {@code running}, {@code finished}, {@code failed}
 *     or {@code stopped}
 * @param node the name of the node it runs or ran last on; empty if it never did
 * @param exitCode null while there is none
 * @param reason why it waits or failed; empty if there is nothing to say
 */
public record TaskView(
        String id,
        String job,
        int index,
        int attempt,
        String state,
        String node,
        Integer exitCode,
        String reason) {}
