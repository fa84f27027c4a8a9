/** The verbs about services: what this host offers, and who in the fleet offers a name. */
package dev.starling.cli.verb.service;
