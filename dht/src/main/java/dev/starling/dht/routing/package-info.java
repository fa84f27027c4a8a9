/**
 * Whom we know, and who of them belongs to a point of the id space (Kademlia §2.1, §2.2). Internal
 * to the table.
 */
package dev.starling.dht.routing;
