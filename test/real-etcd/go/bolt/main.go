// Command bolt makes files with bbolt, and tells what bbolt finds in one:
//
//	bolt make FILE SEED PAGE_SIZE TRANSACTIONS list|none
//	bolt tell FILE
//
// make: random transactions over buckets within buckets: keys put and deleted, large values, sequences, buckets deleted.
// With "list" the file keeps its free list, with "none" it does not, as etcd has it.
// tell: one JSON value a line: every bucket, key and page, and what a check prints.
package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"strconv"

	bolt "go.etcd.io/bbolt"
)

func main() {
	if len(os.Args) == 7 && os.Args[1] == "make" {
		make_(os.Args[2], int64(number(os.Args[3])), number(os.Args[4]), number(os.Args[5]), os.Args[6] == "list")
		return
	}
	if len(os.Args) == 3 && os.Args[1] == "tell" {
		tell(os.Args[2])
		return
	}
	fail(fmt.Errorf("usage: bolt make FILE SEED PAGE_SIZE TRANSACTIONS list|none, or bolt tell FILE"))
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	fail(err)
	return n
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func make_(file string, seed int64, pageSize, transactions int, list bool) {
	dice := rand.New(rand.NewSource(seed))
	db, err := bolt.Open(file, 0o600, &bolt.Options{
		PageSize: pageSize, NoFreelistSync: !list, NoSync: true, FreelistType: bolt.FreelistMapType,
	})
	fail(err)
	for range transactions {
		fail(db.Update(func(tx *bolt.Tx) error {
			for range 1 + dice.Intn(12) {
				bucket, err := tx.CreateBucketIfNotExists(name(dice))
				fail(err)
				for depth := 0; depth < 3 && dice.Intn(3) == 0; depth++ {
					inner, err := bucket.CreateBucketIfNotExists(append([]byte("in-"), name(dice)...))
					fail(err)
					bucket = inner
				}
				change(dice, bucket, pageSize)
			}
			if dice.Intn(10) == 0 {
				if err := tx.DeleteBucket(name(dice)); err != nil && err != bolt.ErrBucketNotFound {
					fail(err)
				}
			}
			return nil
		}))
	}
	fail(db.Close())
}

func name(dice *rand.Rand) []byte {
	return []byte{'b', byte('0' + dice.Intn(4))}
}

func change(dice *rand.Rand, bucket *bolt.Bucket, pageSize int) {
	for range dice.Intn(40) {
		key := fmt.Appendf(nil, "key-%0*d", 1+dice.Intn(12), dice.Intn(400))
		if dice.Intn(3) == 0 {
			fail(bucket.Delete(key))
			continue
		}
		size := dice.Intn(60)
		if dice.Intn(40) == 0 {
			size = dice.Intn(5 * pageSize)
		}
		value := make([]byte, size)
		dice.Read(value)
		fail(bucket.Put(key, value))
	}
	if dice.Intn(4) == 0 {
		_, err := bucket.NextSequence()
		fail(err)
	}
}

func tell(file string) {
	db, err := bolt.Open(file, 0o600, &bolt.Options{ReadOnly: true, PreLoadFreelist: true})
	fail(err)
	out := json.NewEncoder(os.Stdout)
	fail(db.View(func(tx *bolt.Tx) error {
		fail(tx.ForEach(func(name []byte, bucket *bolt.Bucket) error {
			walk(out, "/"+hex.EncodeToString(name), bucket)
			return nil
		}))
		for id := 0; ; id++ {
			page, err := tx.Page(id)
			fail(err)
			if page == nil {
				break
			}
			fail(out.Encode(map[string]any{"page": id, "type": page.Type, "count": page.Count, "overflow": page.OverflowCount}))
			if page.Type != "free" {
				id += page.OverflowCount
			}
		}
		for problem := range tx.Check() {
			fail(out.Encode(map[string]any{"check": problem.Error()}))
		}
		return nil
	}))
}

func walk(out *json.Encoder, path string, bucket *bolt.Bucket) {
	fail(out.Encode(map[string]any{"bucket": path, "sequence": strconv.FormatUint(bucket.Sequence(), 10)}))
	fail(bucket.ForEach(func(key, value []byte) error {
		if value == nil {
			walk(out, path+"/"+hex.EncodeToString(key), bucket.Bucket(key))
			return nil
		}
		return out.Encode(map[string]any{"in": path, "key": hex.EncodeToString(key), "value": hex.EncodeToString(value)})
	}))
}
