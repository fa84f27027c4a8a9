/**
 * The services of one host and the lookup of everybody's: pure, driven by {@link
 * dev.starling.agent.service.Services}.
 *
 * <p>An agent owns the services of its host. It checks them, and whenever the status of one changes
 * it writes that instance to the table at once; nobody else ever writes it. What it writes is one
 * entry: under the key of the service's name, with a subkey of its own, in a version of its own
 * epoch. A reader believes an entry while the owner is present in the reader's own membership: the
 * death of a host costs no write, and its return none either. The lease in the entry only collects
 * garbage.
 *
 * <table>
 * <caption>The entry of an instance</caption>
 * <tr><td>subkey</td><td>owner's node id, 32 bytes; service id, UTF-8 to the end</td></tr>
 * <tr><td>writer</td><td>the owner</td></tr>
 * <tr><td>version</td><td>owner's epoch; sequence rising within it, from 1</td></tr>
 * <tr><td>payload</td><td>status u8 (0 passing, 1 warning, 2 critical), name text, address text,
 *     port u16, tags (count, texts), meta (count, pairs of texts, no key twice), output text;
 *     readers ignore bytes behind that</td></tr>
 * </table>
 *
 * <p>Invariants: an instance has at most one write under way; a version is never used for two
 * contents; a service that was deregistered or renamed is withdrawn by a tombstone under its former
 * name; all that requests can grow is bounded and refused at the bound.
 */
package dev.starling.agent.service;
