#!/usr/bin/env bash
# Package:  go.etcd.io/etcd/server/v3, version 3.7.3 (with etcdctl/v3 of the same version)
# Expected: the hash of the store at a revision (etcdctl endpoint hashkv --rev) is one number as long as the store is compacted no further:
#           members are held against each other by it.
# Seen:     at the revision of the last compaction, the very same member gives one hash before it is restarted and another after, with no write
#           in between: before it tells of the state as it was hashed in the compaction, with a compact revision of -1, after it hashes what
#           the compaction has left.
# Needs Go and its module proxy. Exits with 0 as long as this is so.
set -euo pipefail
folder=$(mktemp -d)
server=
stop() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=; fi
}
finish() {
  stop
  chmod -R u+w "$folder"
  rm -rf "$folder"
}
trap finish EXIT
cd "$folder"
printf 'module finding\n\ngo 1.24\n' >go.mod
for tool in server etcdctl; do
  go get go.etcd.io/etcd/$tool/v3@v3.7.3 2>>log
  go build -o $tool go.etcd.io/etcd/$tool/v3
done

client=http://127.0.0.1:29781
peer=http://127.0.0.1:29782
start() {
  ./server --name one --data-dir data --listen-client-urls $client --advertise-client-urls $client \
    --listen-peer-urls $peer --initial-advertise-peer-urls $peer --initial-cluster one=$peer >>log 2>&1 &
  server=$!
  for _ in $(seq 100); do ./etcdctl --endpoints $client get x >/dev/null 2>&1 && break; sleep 0.2; done
}
ctl() { ./etcdctl --endpoints $client "$@"; }
hash() { ctl endpoint hashkv --rev "$1" -w json | sed -n 's/.*"hash":\([0-9]*\).*/\1/p'; }

start
for i in 1 2 3 4 5 6; do ctl put a "$i" >/dev/null; done
ctl compaction 5 >/dev/null
sleep 1
before5=$(hash 5)
before7=$(hash 7)
stop
start
after5=$(hash 5)
after7=$(hash 7)
echo "revision 5, the compacted one: $before5 before the restart, $after5 after it"
echo "revision 7, the newest: $before7 before the restart, $after7 after it"
[ -n "$before5" ] && [ -n "$after5" ] && [ "$before5" != "$after5" ] && [ -n "$before7" ] && [ "$before7" = "$after7" ]
