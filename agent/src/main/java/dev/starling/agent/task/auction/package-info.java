/**
 * Choosing who runs a task: what hosts say of themselves on gossip, whom to ask, and the auction.
 *
 * <p>Adverts are old news. They only discard hosts that cannot or clearly will not do; among the
 * rest a few are asked at random (the power of d choices, Mitzenmacher, IEEE TPDS 12(10), 2001),
 * and what they answer is a bid that holds capacity. Picking the best by advert instead is worse
 * than picking at random once adverts are as old as tasks are long (Mitzenmacher, "How useful is
 * old information?", IEEE TPDS 11(1), 2000).
 */
package dev.starling.agent.task.auction;
