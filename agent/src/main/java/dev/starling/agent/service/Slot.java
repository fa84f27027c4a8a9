package dev.starling.agent.service;

/**
 * Where an instance of this host stands in the table. A service that is registered anew under
 * another name leaves one slot and takes another.
 */
record Slot(String name, String serviceId) implements Comparable<Slot> {

    @Override
    public int compareTo(Slot other) {
        int order = name.compareTo(other.name);
        return order != 0 ? order : serviceId.compareTo(other.serviceId);
    }
}
