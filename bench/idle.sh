#!/usr/bin/env bash
# What one agent costs while nothing happens: start-up until the API answers, resident memory, CPU.
# Usage: bench/idle.sh [SECONDS TO WATCH, default 60]
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
seconds=${1:-60}
folder=$(mktemp -d)
agent=
cleanup() {
    if [ -n "$agent" ]; then
        kill "$agent" 2>/dev/null || true
        wait "$agent" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

"$here/starling" version >/dev/null # builds first, so that building is not measured

cpu_ticks() { awk '{print $14 + $15}' "/proc/$agent/stat"; }

began=$(date +%s%N)
"$here/starling" agent --name idle --data-dir "$folder/data" --port 0 --http-port 0 \
    >"$folder/out" 2>"$folder/log" &
agent=$!
api=
for _ in $(seq 400); do
    api=$(grep -o 'http://[0-9.:]*' "$folder/out" | head -n 1 || true)
    if [ -n "$api" ] && curl -fsS -o /dev/null "$api/starling/v1/agent"; then break; fi
    sleep 0.025
done
ready=$(date +%s%N)
[ -n "$api" ] || { echo "the agent did not start:" >&2; cat "$folder/log" >&2; exit 1; }

sleep 10 # let start-up settle
before=$(cpu_ticks)
sleep "$seconds"
after=$(cpu_ticks)
resident=$(awk '/^VmRSS/ {print $2}' "/proc/$agent/status")

echo "start to answering the API  $(((ready - began) / 1000000)) ms"
echo "resident memory             $((resident / 1024)) MB"
awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" -v seconds="$seconds" \
    'BEGIN { printf "CPU over %d s              %.2f %% of a core\n", seconds, 100 * ticks / hz / seconds }'
