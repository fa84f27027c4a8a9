/**
 * What an operator may say about an agent, and where: defaults, a file, the environment, flags, in
 * rising order. A mistake is one line that names the setting, its value, where it was given and
 * what would be right; a name that is not known also gets the nearest one that is.
 */
package dev.starling.agent.config;
