package dev.starling.simulator.play;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** The truth about services: which instances have been registered, and acknowledged. */
public final class Directory {

    /** One instance, on the node that registered it. */
    public record Instance(int node, String id) implements Comparable<Instance> {
        @Override
        public int compareTo(Instance other) {
            int order = Integer.compare(node, other.node);
            return order != 0 ? order : id.compareTo(other.id);
        }
    }

    private final TreeMap<String, TreeSet<Instance>> acknowledged = new TreeMap<>();
    private final List<String> names = new ArrayList<>();

    public void add(String name, Instance instance) {
        TreeSet<Instance> instances = acknowledged.get(name);
        if (instances == null) {
            instances = new TreeSet<>();
            acknowledged.put(name, instances);
            names.add(name);
        }
        instances.add(instance);
    }

    public void remove(String name, Instance instance) {
        acknowledged.getOrDefault(name, new TreeSet<>()).remove(instance);
    }

    /** The names of services that have or had instances, in the order in which they appeared. */
    public List<String> names() {
        return names;
    }

    public List<Instance> instances(String name) {
        return List.copyOf(acknowledged.getOrDefault(name, new TreeSet<>()));
    }
}
