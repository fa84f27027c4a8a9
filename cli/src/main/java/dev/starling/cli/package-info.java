/**
 * The command line: {@code starling VERB}. One file for each verb, thin over the control API; what
 * they share is how they ask ({@code control}) and how they answer ({@code output}).
 *
 * <p>A process that lives for a fifth of a second pays for every class it loads, so only the verb
 * that was named is built, and the whole tree only for help and completion.
 */
package dev.starling.cli;
