//go:build etcd37

package main

import (
	"errors"
	"io"

	"go.etcd.io/etcd/server/v3/storage/wal"
	"go.etcd.io/etcd/server/v3/storage/wal/walpb"
	"go.uber.org/zap"
)

var lg = zap.NewNop()

func validMarks(dir string) ([]mark, error) {
	snaps, err := wal.ValidSnapshotEntries(lg, dir)
	var marks []mark
	for _, s := range snaps {
		marks = append(marks, mark{s.GetTerm(), s.GetIndex()})
	}
	return marks, err
}

func openAndRead(dir string, from mark) (reading, bool, error) {
	wal.SegmentSizeBytes = 4096
	w, err := wal.Open(lg, dir, &walpb.Snapshot{Term: &from.term, Index: &from.index})
	if err != nil {
		return reading{}, false, err
	}
	defer w.Close()
	r, err := readAll(w)
	return r, true, err
}

func readForRead(dir string) (reading, error) {
	w, err := wal.OpenForRead(lg, dir, &walpb.Snapshot{})
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
	r := reading{metadata: metadata, state: state{st.GetTerm(), st.GetVote(), st.GetCommit()}}
	for _, e := range ents {
		r.entries = append(r.entries, record{e.GetTerm(), e.GetIndex()})
	}
	return r, nil
}

func repair(dir string) bool { return wal.Repair(lg, dir) }

func isUnexpectedEOF(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }

func makeLog(string, int64, uint64) error { return errors.New("the log is made by the other lines") }
