#!/bin/sh
# Builds the program for every line of etcd: build.sh OUTDIR [DIRECTORY WITH ETCD 3.4's SOURCE]. 3.4's module is not on the module proxy; Debian's
# package golang-etcd-server-dev has it: usr/share/gocode/src/go.etcd.io/etcd.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1
source34=${2:-}
mkdir -p "$out"
build() { # tag, module@version...
  tag=$1
  shift
  dir=$(mktemp -d)
  cp "$here"/*.go "$dir"
  cd "$dir"
  go mod init wal >/dev/null 2>&1
  if [ "$tag" = etcd34 ]; then
    go mod edit -replace "go.etcd.io/etcd=$source34" -require go.etcd.io/etcd@v0.0.0
    GOFLAGS=-mod=mod
    export GOFLAGS
  else
    go get "$@" >/dev/null 2>&1
  fi
  go build -tags "$tag" -o "$out/wal-$tag" .
  cd - >/dev/null
  rm -r "$dir"
  unset GOFLAGS || true
}
build etcd35 go.etcd.io/etcd/server/v3@v3.5.33
build etcd36 go.etcd.io/etcd/server/v3@v3.6.16
build etcd37 go.etcd.io/etcd/server/v3@v3.7.3
if [ -n "$source34" ]; then build etcd34; fi
