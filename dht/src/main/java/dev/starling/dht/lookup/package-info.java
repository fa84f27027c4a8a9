/**
 * Asking others: the iterative lookup (Kademlia §2.3) and the three errands it runs. Internal to
 * the table.
 */
package dev.starling.dht.lookup;
