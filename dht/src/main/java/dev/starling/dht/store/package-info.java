/**
 * What this node holds for the fleet, and how it gets where it belongs when the fleet changes
 * (Kademlia §2.5). Internal to the table.
 */
package dev.starling.dht.store;
