#!/usr/bin/env bash
# Package:  go.etcd.io/bbolt, version 1.4.3 (the same with 1.5.0)
# Expected: Tx.DeleteBucket gives all pages of the bucket and of those nested in it to the free list, and Tx.Check finds nothing.
# Seen:     if a bucket was added to the one that is deleted in the same transaction, a nested bucket of before is passed over: its page is neither
#           reachable nor free. DeleteBucket and the commit return no error; Check says "page N: unreachable unfreed", and no later transaction uses
#           the page again. Without the bucket that is added, all is well.
# Needs Go and its module proxy. Exits with 0 as long as this is so.
set -euo pipefail
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
cd "$folder"
printf 'module finding\n\ngo 1.24\n' >go.mod
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"

	bolt "go.etcd.io/bbolt"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// What Check finds after a bucket with a nested one was deleted, with another one added to it first or not.
func complaints(file string, adds bool) []string {
	db, err := bolt.Open(file, 0o600, nil)
	must(err)
	defer db.Close()
	must(db.Update(func(tx *bolt.Tx) error {
		shelf, err := tx.CreateBucket([]byte("shelf"))
		must(err)
		nested, err := shelf.CreateBucket([]byte("nested"))
		must(err)
		return nested.Put([]byte("key"), make([]byte, 3000))
	}))
	must(db.Update(func(tx *bolt.Tx) error {
		if adds {
			_, err := tx.Bucket([]byte("shelf")).CreateBucket([]byte("another"))
			must(err)
		}
		return tx.DeleteBucket([]byte("shelf"))
	}))
	found := []string{}
	must(db.View(func(tx *bolt.Tx) error {
		for err := range tx.Check() {
			found = append(found, err.Error())
		}
		return nil
	}))
	return found
}

func main() {
	plain, added := complaints("plain", false), complaints("added", true)
	fmt.Println("deleted as it was:", plain)
	fmt.Println("one bucket added first:", added)
	if len(plain) != 0 || len(added) == 0 {
		os.Exit(1)
	}
}
GO
go get go.etcd.io/bbolt@v1.4.3 2>log
go build -o finding .
./finding | tee seen
grep -q '^one bucket added first: \[page [0-9]*: unreachable unfreed' seen
