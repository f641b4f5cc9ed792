//go:build etcd35

package main

import (
	"errors"
	"io"

	"go.etcd.io/etcd/raft/v3/raftpb"
	"go.etcd.io/etcd/server/v3/wal"
	"go.etcd.io/etcd/server/v3/wal/walpb"
	"go.uber.org/zap"
)

var lg = zap.NewNop()

func validMarks(dir string) ([]mark, error) {
	snaps, err := wal.ValidSnapshotEntries(lg, dir)
	var marks []mark
	for _, s := range snaps {
		marks = append(marks, mark{s.Term, s.Index})
	}
	return marks, err
}

func openAndRead(dir string, from mark) (reading, bool, error) {
	wal.SegmentSizeBytes = 4096
	w, err := wal.Open(lg, dir, walpb.Snapshot{Term: from.term, Index: from.index})
	if err != nil {
		return reading{}, false, err
	}
	defer w.Close()
	r, err := readAll(w)
	return r, true, err
}

func readForRead(dir string) (reading, error) {
	w, err := wal.OpenForRead(lg, dir, walpb.Snapshot{})
	if err != nil {
		return reading{}, err
	}
	defer w.Close()
	r, err := readAll(w)
	if errors.Is(err, wal.ErrSnapshotNotFound) {
		err = nil
	}
	return r, err
}

func readAll(w *wal.WAL) (reading, error) {
	metadata, st, ents, err := w.ReadAll()
	if err != nil {
		return reading{}, err
	}
	r := reading{metadata: metadata, state: state{st.Term, st.Vote, st.Commit}}
	for _, e := range ents {
		r.entries = append(r.entries, record{e.Term, e.Index})
	}
	return r, nil
}

func repair(dir string) bool { return wal.Repair(lg, dir) }

func isUnexpectedEOF(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }

func makeLog(dir string, segment int64, count uint64) error {
	wal.SegmentSizeBytes = segment
	w, err := wal.Create(lg, dir, []byte("\x08\xcd\xd2\x91\xab\x92\xb4\xa7\xcf\x8e\x01\x10\xb2\xf9\xe8\xa6\x98\xe3\xa0\xfc\xcd\x01"))
	if err != nil {
		return err
	}
	defer w.Close()
	term, index := uint64(1), uint64(0)
	for i := uint64(1); i <= count; i++ {
		index++
		if i%9 == 0 {
			// Another leader: the last two are replaced.
			term, index = term+1, index-2
		}
		st := raftpb.HardState{Term: term, Vote: 0x8e9e05c52164694d, Commit: index - 1}
		if index < 3 {
			st.Commit = 0
		} else if st.Commit = index - 3; i == count {
			st.Commit = index
		}
		e := raftpb.Entry{Term: term, Index: index, Data: make([]byte, i%23)}
		for j := range e.Data {
			e.Data[j] = byte(i + uint64(j)*7)
		}
		if err := w.Save(st, []raftpb.Entry{e}); err != nil {
			return err
		}
		if i%13 == 0 {
			snap := walpb.Snapshot{Term: term, Index: index - 3, ConfState: &raftpb.ConfState{Voters: []uint64{0x8e9e05c52164694d}}}
			if err := w.SaveSnapshot(snap); err != nil {
				return err
			}
		}
	}
	return nil
}
