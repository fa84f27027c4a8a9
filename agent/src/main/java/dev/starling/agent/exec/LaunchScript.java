package dev.starling.agent.exec;

import dev.starling.agent.task.JobSpec;
import dev.starling.agent.task.TaskKey;
import dev.starling.agent.task.TaskLaunch;

import java.nio.file.Path;
import java.util.TreeMap;

/**
 * Environment and command of a task as statements of the shell. In a file, because the arguments of
 * a process are everybody's to read; every value in single quotes, where the shell changes nothing.
 */
final class LaunchScript {

    /** The variable by which processes are known that have left the task's session. */
    static final String FOLDER_VARIABLE = "STARLING_TASK_DIR";

    private LaunchScript() {}

    /** The statements for this task. Names and values are such as {@link JobSpec} lets pass. */
    static String of(TaskLaunch launch, Path folder) {
        StringBuilder script = new StringBuilder();
        environment(launch, folder)
                .forEach((name, value) ->
                        script.append("export ")
                                .append(name)
                                .append('=')
                                .append(quoted(value))
                                .append('\n'));
        script.append("set --");
        for (String argument : launch.spec().command()) {
            script.append(' ').append(quoted(argument));
        }
        return script.append('\n').toString();
    }

    private static TreeMap<String, String> environment(TaskLaunch launch, Path folder) {
        TaskKey key = launch.key();
        TreeMap<String, String> environment = new TreeMap<>(launch.spec().environment());
        environment.put("STARLING_JOB", key.job());
        environment.put("STARLING_TASK", key.taskId());
        environment.put("STARLING_INDEX", Integer.toString(key.index()));
        environment.put("STARLING_ATTEMPT", Integer.toString(key.attempt()));
        environment.put(FOLDER_VARIABLE, folder.toString());
        return environment;
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
