#!/bin/sh
# Stands between an agent and one task, so that the task outlives the agent and its end is kept.
# For any POSIX sh (tried: dash, busybox ash, bash), with setsid, mkfifo and dd.
#
#   shim supervise DIR           runs the task of folder DIR and writes down how it ended
#   shim run DIR PID START       becomes the task; PID and START are the supervisor's
#
# Reads DIR/launch, which exports the task's environment and sets its command as "$@".
# Writes DIR/start (boot id, supervisor's pid and start time, task's pid and start time), DIR/pid
# for people, DIR/stdout.N and DIR/stderr.N (N: offset of the first byte), DIR/stdout.end and
# DIR/stderr.end when nobody can write any more, and DIR/exit last.
# Times are clock ticks since boot, field 22 of /proc/PID/stat.

role=$1
dir=$2

# One run of dd takes at most BLOCKS pieces of at most BLOCK bytes. A segment is full at FULL bytes
# and then at most that much larger; two of them are kept.
BLOCK=16384
BLOCKS=512
FULL=8388608

# Sets $started to the start time of the process $1, whose name holds no newline.
read_start() {
    read -r stat <"/proc/$1/stat"
    set -f
    set -- ${stat##*) }
    set +f
    started=${20}
}

# Sets $pieces to how many pieces dd has read, of what it reports: "FULL+PARTIAL records in" first.
count_pieces() {
    for word in $1; do
        case $word in
        [0-9]*+[0-9]*)
            pieces=$((${word%+*} + ${word#*+}))
            return
            ;;
        esac
    done
    pieces=0
}

# Keeps what comes in as stream $1. dd writes each piece as it comes, and takes fewer than it may
# only if the last writer has closed. A full disk makes the task wait, not die.
keep() {
    base=0
    former=
    while :; do
        if ! report=$(dd bs=$BLOCK count=$BLOCKS 2>&1 >>"$dir/$1.$base"); then
            [ -d "$dir" ] || exit 1
            sleep 1
            continue
        fi
        count_pieces "$report"
        [ $pieces -eq $BLOCKS ] || break
        size=$(($(wc -c <"$dir/$1.$base")))
        if [ $size -ge $FULL ]; then
            [ -z "$former" ] || rm -f "$dir/$1.$former"
            former=$base
            base=$((base + size))
        fi
    done
    : >"$dir/$1.end"
}

# Becomes the task, unless an agent has declared meanwhile that it will never start: whoever links
# or creates DIR/start first decides.
if [ "$role" = run ]; then
    read_start $$
    read -r boot </proc/sys/kernel/random/boot_id
    cd "$dir/work" || exit 125
    echo $$ >"$dir/pid"
    echo "$boot $3 $4 $$ $started" >"$dir/start.new"
    ln "$dir/start.new" "$dir/start" || exit 125
    . "$dir/launch"
    exec "$@"
fi

read_start $$

# A pipe for each output. Opening one for both ways first keeps the other openings from waiting.
mkfifo "$dir/out" "$dir/err" &&
    exec 3<>"$dir/out" 4<"$dir/out" 5>"$dir/out" &&
    exec 3<>"$dir/err" 6<"$dir/err" 7>"$dir/err" 3>&- || exit 125

# There from the start, so that whoever asks early reads an empty output and not an error.
true >>"$dir/stdout.0"
true >>"$dir/stderr.0"
(exec <&4 4<&- 5>&- 6<&- 7>&- && keep stdout) &
(exec <&6 4<&- 5>&- 6<&- 7>&- && keep stderr) &

# Being asked to end is the whole group's business, as soon as there is one.
asked=
task=
trap 'asked=yes; [ -z "$task" ] || kill -TERM "-$task" 2>/dev/null' TERM

# The task leads a session of its own, so that all it starts can be found and this shell not hit.
setsid sh "$0" run "$dir" $$ "$started" </dev/null >&5 2>&7 4<&- 5>&- 6<&- 7>&- &
task=$!
[ -z "$asked" ] || kill -TERM "-$task" 2>/dev/null
exec 4<&- 5>&- 6<&- 7>&-
rm "$dir/out" "$dir/err"

# A wait that a signal interrupts is not the end: wait again. 127 then means that the end had been
# seen by the interrupted wait already.
code=
while :; do
    asked=
    wait "$task"
    now=$?
    if [ -z "$code" ] || [ $now -ne 127 ]; then code=$now; fi
    [ -n "$asked" ] || break
done

# What the task left behind in its group ends with it, and its last words are waited for, for two
# seconds: somebody who left the group may hold the pipes open for ever.
kill -KILL "-$task" 2>/dev/null
tries=0
until [ -e "$dir/stdout.end" ] && [ -e "$dir/stderr.end" ]; do
    [ $tries -lt 200 ] || break
    tries=$((tries + 1))
    sleep 0.01
done

# On disk before it has its name. A full disk delays this, a removed folder ends it.
while [ -d "$dir" ]; do
    echo "$code" | dd of="$dir/exit.new" conv=fsync 2>/dev/null && mv "$dir/exit.new" "$dir/exit" &&
        break
    sleep 1
done
