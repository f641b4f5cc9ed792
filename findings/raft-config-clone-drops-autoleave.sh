#!/usr/bin/env bash
# Package:  go.etcd.io/raft/v3, version 3.7.0 (the same in 3.6.0)
# Expected: tracker.Config.Clone() copies every field; a joint configuration that will be left by itself is still one in the copy.
# Seen:     AutoLeave is false in the copy. RawNode.Status() is made of such a copy: it never says that a joint configuration
#           will be left by itself, though the node does leave it. Whoever asks Status() whether the change that leaves the
#           configuration is still to be proposed gets the wrong answer.
# Needs Go and its module proxy. Exits with 0 as long as this is so.
set -euo pipefail
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
export GOFLAGS=-mod=mod

cat >go.mod <<'MOD'
module finding

go 1.24

require go.etcd.io/raft/v3 v3.7.0
MOD

cat >main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"log"

	"go.etcd.io/raft/v3"
	"go.etcd.io/raft/v3/quorum"
	pb "go.etcd.io/raft/v3/raftpb"
	"go.etcd.io/raft/v3/tracker"
)

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	config := tracker.Config{
		Voters:    quorum.JointConfig{{1: {}}, {1: {}, 2: {}}},
		AutoLeave: true,
	}
	fmt.Println("config:", config)
	fmt.Println("clone: ", config.Clone())

	// A node that starts from a snapshot taken in that configuration.
	yes, one := true, uint64(1)
	storage := raft.NewMemoryStorage()
	must(storage.ApplySnapshot(&pb.Snapshot{Metadata: &pb.SnapshotMetadata{
		Index: &one, Term: &one,
		ConfState: &pb.ConfState{Voters: []uint64{1}, VotersOutgoing: []uint64{1, 2}, AutoLeave: &yes},
	}}))
	node, err := raft.NewRawNode(&raft.Config{
		ID: 1, ElectionTick: 10, HeartbeatTick: 1, Storage: storage,
		MaxSizePerMsg: 1 << 20, MaxInflightMsgs: 16,
		Logger: &raft.DefaultLogger{Logger: log.New(io.Discard, "", 0)},
	})
	must(err)
	fmt.Println("status:", node.Status().Config)
}
GO

go run . 2>"$folder/log" >"$folder/out" || { cat "$folder/log"; exit 1; }
cat "$folder/out"
diff "$folder/out" - <<'OUT'
config: voters=(1)&&(1 2) autoleave
clone:  voters=(1)&&(1 2)
status: voters=(1)&&(1 2)
OUT
echo "as written: AutoLeave is lost in the copy"
