#!/usr/bin/env bash
# Package:  go.etcd.io/etcd/server/v3, version 3.5.21, started with --enable-v2 (the same with Debian's etcd-server 3.4.23)
# Expected: a streaming watch of the v2 API (?wait=true&stream=true) tells each change once: one line for a key that is deleted, as it
#           tells one line for a key that is set.
# Seen:     a key that is set is told once; the deletion of the very key (or folder) that is watched is told twice, with the same
#           modifiedIndex. A watch of a key within the folder that is deleted hears of it once.
# Needs Go and its module proxy, curl. Exits with 0 as long as this is so.
set -euo pipefail
folder=$(mktemp -d)
server=
finish() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  chmod -R u+w "$folder"
  rm -rf "$folder"
}
trap finish EXIT
cd "$folder"
printf 'module finding\n\ngo 1.24\n' >go.mod
go get go.etcd.io/etcd/server/v3@v3.5.21 2>log
go build -o etcd go.etcd.io/etcd/server/v3

client=http://127.0.0.1:29679
peer=http://127.0.0.1:29680
./etcd --name one --data-dir data --enable-v2 --listen-client-urls $client --advertise-client-urls $client \
  --listen-peer-urls $peer --initial-advertise-peer-urls $peer --initial-cluster one=$peer >log 2>&1 &
server=$!
for _ in $(seq 100); do curl -sf $client/health >/dev/null && break; sleep 0.2; done

curl -s -X PUT -d value=1 $client/v2/keys/shelf/book >/dev/null
timeout 6 curl -sN "$client/v2/keys/shelf/book?wait=true&stream=true" >book &
timeout 6 curl -sN "$client/v2/keys/shelf?wait=true&stream=true&recursive=true" >shelf &
sleep 2
curl -s -X PUT -d value=2 $client/v2/keys/shelf/book >/dev/null
curl -s -X DELETE "$client/v2/keys/shelf?recursive=true" >/dev/null
sleep 2
lines() { grep -c "\"action\":\"$2\"" "$1" || true; }
for watched in book shelf; do
  echo "watched $watched: set $(lines $watched set), delete $(lines $watched delete)"
done
[ "$(lines book set)" = 1 ] && [ "$(lines shelf set)" = 1 ] && [ "$(lines book delete)" = 1 ] && [ "$(lines shelf delete)" = 2 ]
[ "$(grep '"action":"delete"' shelf | sort -u | wc -l)" = 1 ]
