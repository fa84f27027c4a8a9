package dev.starling.agent.service;

/**
 * Which check of which registration: a service registered anew has a new {@code generation}, so
 * that results of its former checks are told apart and dropped.
 */
public record CheckRef(String serviceId, String checkId, long generation) {}
