#!/usr/bin/env bash
# Package:  go.etcd.io/etcd/etcdutl/v3, version 3.7.3 (with server/v3 and etcdctl/v3 of the same version)
# Expected: a snapshot that is restored makes a new cluster: etcdutl snapshot restore replaces the members of the one it was taken from, so the
#           NOSPACE alarm of a member that is no member any more is not raised in the new one.
# Seen:     the alarm bucket is carried over. The new cluster, whose store is far below its quota, lists the alarm of a member that it does not
#           have, and refuses every put with "database space exceeded"; it takes puts once the alarm is disarmed by hand.
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
for tool in server etcdctl etcdutl; do
  go get go.etcd.io/etcd/$tool/v3@v3.7.3 2>>log
  go build -o $tool go.etcd.io/etcd/$tool/v3
done

client=http://127.0.0.1:29779
peer=http://127.0.0.1:29780
start() {
  ./server --name "$1" --data-dir "$2" --listen-client-urls $client --advertise-client-urls $client \
    --listen-peer-urls $peer --initial-advertise-peer-urls $peer --initial-cluster "$1=$peer" "${@:3}" >>log 2>&1 &
  server=$!
  for _ in $(seq 100); do ./etcdctl --endpoints $client get x --consistency s >/dev/null 2>&1 && break; sleep 0.2; done
}
ctl() { ./etcdctl --endpoints $client "$@" 2>&1 || true; }

# A quota of 1 MiB, filled until the alarm rings; then a snapshot.
start old data --quota-backend-bytes 1048576
value=$(printf 'v%.0s' $(seq 100000))
for i in $(seq 20); do ctl put "key$i" "$value" >/dev/null; done
echo "old cluster: $(ctl alarm list)"
old=$(ctl alarm list | sed -n 's/memberID:\([0-9]*\).*/\1/p')
ctl snapshot save saved.db >/dev/null
stop

# Restored under another name and token, so that the new member has another id, and started with the quota that etcd has by itself, 2 GiB.
./etcdutl snapshot restore saved.db --data-dir new --name fresh --initial-cluster fresh=$peer \
  --initial-advertise-peer-urls $peer --initial-cluster-token another >>log 2>&1
start fresh new --initial-cluster-token another
members=$(ctl member list -w fields | sed -n 's/^"ID" : //p')
echo "new cluster: member $members; $(ctl alarm list)"
alarm=$(ctl alarm list | sed -n 's/memberID:\([0-9]*\).*/\1/p')
put=$(ctl put a b)
echo "put: $(tail -1 <<<"$put")"
ctl alarm disarm >/dev/null
after=$(ctl put a b)
echo "put, disarmed: $after"
[ -n "$old" ] && [ "$alarm" = "$old" ] && [ "$members" != "$old" ]
[[ "$put" == *"database space exceeded"* ]] && [ "$after" = OK ]
