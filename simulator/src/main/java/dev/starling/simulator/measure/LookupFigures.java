package dev.starling.simulator.measure;

/**
 * How lookups went, held against the truth.
 *
 * <p>Expected are the instances that were acknowledged before the question, or registered half a
 * minute before, whose node is up and in reach of the asker all the time, and present in the
 * asker's own view at the end.
 *
 * @param answered the others' askers ended, or the run did
 * @param complete answers that call themselves complete
 * @param correct answers that lack nothing expected
 * @param expected instances, over all answers
 * @param missing of those, how many the answers lacked
 * @param unnoticed missing instances in answers that call themselves complete
 * @param stale instances of nodes that were down or out of reach
 */
public record LookupFigures(
        int asked,
        int answered,
        int complete,
        int correct,
        long expected,
        long missing,
        long unnoticed,
        long stale,
        Spread rounds,
        Spread nanos) {}
