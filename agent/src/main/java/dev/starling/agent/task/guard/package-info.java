/**
 * What a guardian does for the jobs near it. Every guardian of a job holds its entries; the one
 * that sees itself closest to the job's key is the primary and decides: it places tasks by auction,
 * places them anew when their host is gone, sees to it that what should end does, and renews the
 * leases. All that it decides stands in the entries, so that the next closest can go on with them
 * when it dies; what it keeps in memory beside them only says when to do what.
 *
 * <p>Two nodes may take themselves for the primary for a while. Then both may place a task: the
 * entries tell which placement counts, and the other attempt is revoked when its host next claims
 * it. Tasks run at least once; that one runs at most once is not offered.
 */
package dev.starling.agent.task.guard;
