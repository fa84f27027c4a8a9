/**
 * Tasks as processes. Each has a shim, a shell script in a session of its own that outlives the
 * agent, keeps the output bounded and writes down how the task ended; the agent only watches, and
 * finds its tasks again after a restart.
 *
 * <table>
 * <caption>The folder of a task, named by its key</caption>
 * <tr><td>work/</td><td>where the command runs</td></tr>
 * <tr><td>shim</td><td>the script as it was when the task began</td></tr>
 * <tr><td>launch</td><td>environment and command, as statements of the shell; readable by the
 *     agent's user only</td></tr>
 * <tr><td>start</td><td>who runs: boot id, then pid and start time of shim and task; or {@code
 *     void}, if an agent decided that it will never start</td></tr>
 * <tr><td>pid</td><td>the task's, for people</td></tr>
 * <tr><td>stdout.N, stderr.N</td><td>output from byte N on; the last two segments of each, 8 to 16
 *     MiB a segment</td></tr>
 * <tr><td>stdout.end, stderr.end</td><td>nobody can write any more</td></tr>
 * <tr><td>shim.err</td><td>what the shim itself complained about</td></tr>
 * <tr><td>exit</td><td>the exit code, 128 + signal if a signal ended it</td></tr>
 * <tr><td>forgotten</td><td>nobody but a reader of logs needs this folder any more</td></tr>
 * </table>
 *
 * <p>Invariants: whoever creates {@code start} first, shim or agent, decides whether the task runs;
 * no signal is sent to a pid alone, only to a process whose boot and start time are those written
 * down; ending the agent ends no task.
 */
package dev.starling.agent.exec;
