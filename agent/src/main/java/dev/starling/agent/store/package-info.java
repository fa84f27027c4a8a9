/**
 * The data directory: identity, epoch and what a node must remember from one life to the next.
 *
 * <p>In force here: what {@link dev.starling.agent.store.StateWriter#save} has acknowledged
 * survives a kill and a power loss; a crash in the middle of any write leaves the former or the new
 * state; a file that is damaged all the same is reported, set aside and survived; an epoch is on
 * the disk before the first packet that carries it; a folder that is not ours stays as it is.
 */
package dev.starling.agent.store;
