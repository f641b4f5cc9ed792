#!/usr/bin/env bash
# Package:  go.etcd.io/etcd/etcdctl/v3 with go.etcd.io/etcd/server/v3, version 3.5.21 (the same with Debian's etcd-client 3.4.23)
# Expected: with -w protobuf etcdctl writes the answer as the message of the API, as `put -w protobuf` does (a PutResponse: its header is
#           field 1). For `lease grant` that is a LeaseGrantResponse, with the ID and the TTL that were granted.
# Seen:     `lease grant`, `lease timetolive` and `lease list` write the fields of a bare ResponseHeader, without the field that would
#           hold it, and nothing else: the id of the lease that was granted cannot be read from it.
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
go get go.etcd.io/etcd/server/v3@v3.5.21 go.etcd.io/etcd/etcdctl/v3@v3.5.21 2>log
go build -o etcd go.etcd.io/etcd/server/v3
go build -o etcdctl go.etcd.io/etcd/etcdctl/v3

client=http://127.0.0.1:29779
peer=http://127.0.0.1:29780
./etcd --name one --data-dir data --listen-client-urls $client --advertise-client-urls $client \
  --listen-peer-urls $peer --initial-advertise-peer-urls $peer --initial-cluster one=$peer >log 2>&1 &
server=$!
for _ in $(seq 100); do curl -sf $client/health >/dev/null && break; sleep 0.2; done

ctl() { ./etcdctl --endpoints=$client "$@"; }
ctl put colour red -w protobuf >put
ctl lease grant 60 -w protobuf >grant
ctl lease list -w protobuf >list
id=$(ctl lease grant 60 | cut -d' ' -f2)
ctl lease timetolive "$id" -w protobuf >timetolive
# The first byte is the tag of the first field: 0a, field 1 and length-delimited, is a header within an answer; 08, field 1 and a
# varint, is the cluster's id within a header.
for answer in put grant list timetolive; do
  printf '%-10s %s bytes, begins with %s\n' $answer "$(wc -c <$answer)" "$(head -c 1 $answer | od -An -tx1 | tr -d ' ')"
done
first() { head -c 1 "$1" | od -An -tx1 | tr -d ' '; }
[ "$(first put)" = 0a ] && [ "$(first grant)" = 08 ] && [ "$(first list)" = 08 ] && [ "$(first timetolive)" = 08 ]
# Field 4 of a header is the term, a small number here: there the bytes end, where an answer would go on with its own fields.
for answer in grant list timetolive; do
  [ "$(tail -c 2 $answer | head -c 1 | od -An -tx1 | tr -d ' ')" = 20 ]
done
