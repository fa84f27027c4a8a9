/**
 * Who a node is and where: ids, endpoints, values of bytes, and the chance that is handed to it.
 * Knows no protocol.
 */
package dev.starling.node;
