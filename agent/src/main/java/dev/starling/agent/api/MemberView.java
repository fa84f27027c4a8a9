package dev.starling.agent.api;

/**
 * A member as the asked agent sees it: a row of {@code GET /starling/v1/members}.
 *
 * @param status {@code alive}, {@code suspect}, {@code dead} or {@code left}
 * @param ageSeconds since when
 */
public record MemberView(
        String id,
        String name,
        String address,
        String status,
        String zone,
        long epoch,
        long incarnation,
        double ageSeconds) {}
