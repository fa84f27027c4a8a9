/**
 * Who comes next, and what: the tables, queues and deadlines that gossip is made of. Knows members
 * by id only and no message at all, so that each order can be understood, tested and replaced
 * alone.
 *
 * <p>All of it is single-threaded, iterates in one order only, and holds no more than its caller
 * put in.
 */
package dev.starling.gossip.order;
