package dev.starling.simulator.scenario;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;

/**
 * Changes single settings of a record by their names in a scenario file: {@code probePeriodNanos}
 * is written {@code probePeriod: 500ms}. A setting that a record gains can be written at once.
 */
final class Settings {

    private static final String NANOS = "Nanos";

    private Settings() {}

    /**
     * {@code defaults} with what {@code fields} says otherwise.
     *
     * @param elsewhere components that are said elsewhere in the file
     */
    static <R extends Record> R changed(R defaults, Fields fields, List<String> elsewhere) {
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            Object value = valueOf(defaults, components[i]);
            boolean isElsewhere = elsewhere.contains(components[i].getName());
            values[i] = isElsewhere ? value : changed(components[i].getName(), value, fields);
        }
        fields.done();
        return create(defaults, types, values, fields);
    }

    private static Object changed(String name, Object value, Fields fields) {
        return switch (value) {
            case Long nanos when name.endsWith(NANOS) ->
                    fields.nanos(name.substring(0, name.length() - NANOS.length()), nanos);
            case Long number -> fields.number(name, number);
            case Integer count -> fields.count(name, count, 0, Integer.MAX_VALUE);
            case Boolean flag -> fields.flag(name, flag);
            default -> value;
        };
    }

    private static Object valueOf(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("settings are public records", impossible);
        }
    }

    @SuppressWarnings("unchecked")
    private static <R extends Record> R create(
            R like, Class<?>[] types, Object[] values, Fields fields) {
        try {
            return (R) like.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof IllegalArgumentException mistake) {
                throw fields.refused(mistake.getMessage());
            }
            throw new IllegalStateException("settings are plain records", refused);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("settings are public records", impossible);
        }
    }
}
