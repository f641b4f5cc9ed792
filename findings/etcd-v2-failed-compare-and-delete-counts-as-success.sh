#!/usr/bin/env bash
# Package:  go.etcd.io/etcd/server/v3, version 3.5.21, started with --enable-v2 (the same with Debian's etcd-server 3.4.23)
# Expected: /v2/stats/store counts a compare-and-delete that was refused (412, errorCode 101) under compareAndDeleteFail, as it counts
#           a refused compare-and-swap under compareAndSwapFail.
# Seen:     the refused compare-and-swap is counted as failed; the refused compare-and-delete is counted under
#           compareAndDeleteSuccess, and compareAndDeleteFail stays 0. Only one whose key is missing counts as failed.
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

client=http://127.0.0.1:29479
peer=http://127.0.0.1:29480
./etcd --name one --data-dir data --enable-v2 --listen-client-urls $client --advertise-client-urls $client \
  --listen-peer-urls $peer --initial-advertise-peer-urls $peer --initial-cluster one=$peer >log 2>&1 &
server=$!
for _ in $(seq 100); do curl -sf $client/health >/dev/null && break; sleep 0.2; done

curl -s -X PUT -d value=red $client/v2/keys/colour >/dev/null
swap=$(curl -s -X PUT -d value=blue -d prevValue=green -w ' %{http_code}' $client/v2/keys/colour)
delete=$(curl -s -X DELETE -w ' %{http_code}' "$client/v2/keys/colour?prevValue=green")
stats=$(curl -s $client/v2/stats/store)
count() { printf '%s' "$stats" | sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p"; }
echo "$swap"
echo "$delete"
for name in compareAndSwapFail compareAndSwapSuccess compareAndDeleteFail compareAndDeleteSuccess; do
  echo "$name $(count $name)"
done
case "$swap" in *'"errorCode":101'*412) ;; *) echo "the swap was not refused"; exit 1 ;; esac
case "$delete" in *'"errorCode":101'*412) ;; *) echo "the delete was not refused"; exit 1 ;; esac
[ "$(count compareAndSwapFail)" = 1 ] && [ "$(count compareAndDeleteFail)" = 0 ] && [ "$(count compareAndDeleteSuccess)" = 1 ]
