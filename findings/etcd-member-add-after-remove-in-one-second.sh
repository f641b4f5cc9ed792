#!/usr/bin/env bash
# Package:  go.etcd.io/etcd/server/v3, version 3.6.6 (the same with Debian's etcd-server 3.4.23)
# Expected: a member that was just removed can be added again under the same peer URLs, as a new member with a new id.
# Seen:     within the same second the add fails, and with the words of a call about a member that does not exist:
#           404, code 5, "etcdserver: member not found". A second later the same call succeeds. The id is a hash of peer URLs, cluster
#           name and the time in whole seconds; so the new id is the removed one, which may never come back, and the
#           gateway words "this id was removed" as "member not found".
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
go get go.etcd.io/etcd/server/v3@v3.6.6 2>log
go build -o etcd go.etcd.io/etcd/server/v3

client=http://127.0.0.1:29379
peer=http://127.0.0.1:29380
./etcd --name one --data-dir data --listen-client-urls $client --advertise-client-urls $client \
  --listen-peer-urls $peer --initial-advertise-peer-urls $peer --initial-cluster one=$peer >log 2>&1 &
server=$!
for _ in $(seq 100); do curl -sf $client/health >/dev/null && break; sleep 0.2; done

call() { curl -s -w ' %{http_code}' -d "$2" "$client/v3/cluster/member/$1"; }
learner='{"peerURLs":["http://127.0.0.1:29390"],"isLearner":true}'

# All three calls are to fall into one second: begin right after one has begun, and try again if they did not.
for _ in $(seq 20); do
  while [ "$(date +%N | cut -c1)" != 0 ]; do sleep 0.02; done
  second=$(date +%s)
  id=$(call add "$learner" | sed -n 's/.*"member":{"ID":"\([0-9]*\)".*/\1/p')
  call remove "{\"ID\":\"$id\"}" >/dev/null
  again=$(call add "$learner")
  [ "$(date +%s)" = "$second" ] && break
  later=$(echo "$again" | sed -n 's/.*"member":{"ID":"\([0-9]*\)".*/\1/p')
  [ -z "$later" ] || call remove "{\"ID\":\"$later\"}" >/dev/null
  sleep 1.1
done
echo "at once: $again"
[[ $again == *'"code":5'* && $again == *'etcdserver: member not found'* && $again == *' 404' ]]
sleep 1.1
later=$(call add "$learner")
echo "later:   $later"
[[ $later == *'"isLearner":true'* && $later == *' 200' ]]
echo "as written: the add that follows at once is about a member that is not found"
