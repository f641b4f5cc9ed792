#!/usr/bin/env bash
# Package:  go.etcd.io/etcd/etcdctl/v3, version 3.6.6 (the same with Debian's etcd-client 3.4.23)
# Expected: --command-timeout bounds every short command: where nobody answers, `get`, `member list` and `user list` alike end with an
#           error after that time.
# Seen:     get and member list end; user list, role list and lease timetolive, whose calls get a context without a
#           deadline, are still waiting long after it, for as long as nobody listens at the endpoint.
# Needs Go and its module proxy. Exits with 0 as long as this is so.
set -euo pipefail
folder=$(mktemp -d)
finish() {
  chmod -R u+w "$folder"
  rm -rf "$folder"
}
trap finish EXIT
cd "$folder"
printf 'module finding\n\ngo 1.24\n' >go.mod
go get go.etcd.io/etcd/etcdctl/v3@v3.6.6 2>log
go build -o etcdctl go.etcd.io/etcd/etcdctl/v3

# Nobody listens at this port. 124: it had to be ended from outside.
run() {
  local code=0
  timeout 15 ./etcdctl --endpoints=127.0.0.1:29579 --command-timeout=1s "$@" >log 2>&1 </dev/null || code=$?
  echo "$*: exit code $code"
  return "$code"
}
bounded=0
run get a || [ $? = 124 ] || bounded=$((bounded + 1))
run member list || [ $? = 124 ] || bounded=$((bounded + 1))
unbounded=0
run user list || [ $? != 124 ] || unbounded=$((unbounded + 1))
run role list || [ $? != 124 ] || unbounded=$((unbounded + 1))
run lease timetolive 1 || [ $? != 124 ] || unbounded=$((unbounded + 1))
[ "$bounded" = 2 ] && [ "$unbounded" = 3 ]
