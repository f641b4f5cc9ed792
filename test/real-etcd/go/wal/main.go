// Reads write-ahead logs with etcd's own package, as a start of etcd does, and says in one line how it ended. Many damaged copies are read in
// one process, which is much faster than starting etcd. Built once for each line of etcd, with the build tag etcd34, etcd35, etcd36 or etcd37.
//
//	wal start DIR [TERM-INDEX...]            one directory; TERM-INDEX: snapshots whose files can be read
//	wal flips DIR FILE [TERM-INDEX...]       every bit of a file flipped, one after the other
//	wal cuts DIR FILE [TERM-INDEX...]        the file cut to every length
//	wal zeros DIR FILE [TERM-INDEX...]       every sector of 512 bytes zeroed
//	wal cases [TERM-INDEX...]                directories are read from the input, one a line
//	wal make DIR SEGMENTBYTES ENTRIES        a log written by the package: several segments, marks, entries that others replace
//	wal read DIR                             all entries are read and counted: for timing
package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

type mark struct{ term, index uint64 }

type state struct{ term, vote, commit uint64 }

type record struct{ term, index uint64 }

// Of one line of etcd: see line34.go and its like.
type reading struct {
	metadata []byte
	state    state
	entries  []record
}

func main() {
	if len(os.Args) < 3 {
		fail("wal start|flips|cuts|zeros|cases|make|read ...")
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	args := os.Args[2:]
	switch os.Args[1] {
	case "start":
		fmt.Fprintln(out, start(args[0], marksOf(args[1:])))
	case "cases":
		snaps := marksOf(args)
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			fmt.Fprintln(out, start(lines.Text(), snaps))
		}
	case "flips", "cuts", "zeros":
		damaged(out, os.Args[1], args[0], args[1], marksOf(args[2:]))
	case "make":
		segment, _ := strconv.ParseInt(args[1], 10, 64)
		count, _ := strconv.ParseUint(args[2], 10, 64)
		if err := makeLog(args[0], segment, count); err != nil {
			fail(err.Error())
		}
	case "read":
		r, err := readForRead(args[0])
		if err != nil {
			fail(err.Error())
		}
		fmt.Fprintf(out, "%d entries, last %d\n", len(r.entries), r.entries[len(r.entries)-1].index)
	default:
		fail("no " + os.Args[1])
	}
}

func fail(words string) {
	fmt.Fprintln(os.Stderr, words)
	os.Exit(1)
}

func marksOf(args []string) []mark {
	var marks []mark
	for _, arg := range args {
		var m mark
		if _, err := fmt.Sscanf(arg, "%d-%d", &m.term, &m.index); err == nil {
			marks = append(marks, m)
		}
	}
	sort.Slice(marks, func(i, j int) bool {
		if marks[i].term != marks[j].term {
			return marks[i].term > marks[j].term
		}
		return marks[i].index > marks[j].index
	})
	return marks
}

// start does what etcdserver does: it looks for marks, takes the newest snapshot that has one, reads, and repairs once.
func start(dir string, snaps []mark) (words string) {
	stage := "marks"
	defer func() {
		if p := recover(); p != nil {
			words = plain(fmt.Sprintf("panics %s: %v", stage, p))
		}
	}()
	marks, err := validMarks(dir)
	if err != nil {
		return plain("refuses marks: " + err.Error())
	}
	from := mark{}
	for _, snap := range snaps {
		if contains(marks, snap) {
			from = snap
			break
		}
	}
	repaired := false
	for {
		stage = "read"
		r, opened, err := openAndRead(dir, from)
		if err == nil {
			how := "starts"
			if repaired {
				how = "repairs"
			}
			last := from.index
			if len(r.entries) > 0 {
				last = r.entries[len(r.entries)-1].index
			}
			return fmt.Sprintf("%s from %d/%d with %d entries to %d, %d/%x/%d", how, from.term, from.index,
				len(r.entries), last, r.state.term, r.state.vote, r.state.commit)
		}
		if !opened {
			return plain("refuses open: " + err.Error())
		}
		if repaired || !isUnexpectedEOF(err) {
			return plain("refuses read: " + err.Error())
		}
		if !repair(dir) {
			return plain("refuses repair: " + err.Error())
		}
		repaired = true
	}
}

func contains(marks []mark, m mark) bool {
	for _, each := range marks {
		if each == m {
			return true
		}
	}
	return false
}

// google.golang.org/protobuf writes a no-break space in some builds.
func plain(words string) string {
	return strings.ReplaceAll(strings.ReplaceAll(words, "\u00a0", " "), "\n", " ")
}

// damaged reads a copy of the directory for every damage to one file, and prints outcomes as they come, equal ones counted.
func damaged(out *bufio.Writer, kind, dir, file string, snaps []mark) {
	files := map[string][]byte{}
	names, err := os.ReadDir(dir)
	if err != nil {
		fail(err.Error())
	}
	for _, name := range names {
		bytes, err := os.ReadFile(filepath.Join(dir, name.Name()))
		if err != nil {
			fail(err.Error())
		}
		files[name.Name()] = bytes
	}
	original, ok := files[file]
	if !ok {
		fail("no " + file)
	}
	temporary, err := os.MkdirTemp("/dev/shm", "wal")
	if err != nil {
		fail(err.Error())
	}
	defer os.RemoveAll(temporary)
	try := func(bytes []byte) string {
		os.RemoveAll(temporary)
		if err := os.MkdirAll(temporary, 0o700); err != nil {
			fail(err.Error())
		}
		for name, content := range files {
			if name == file {
				content = bytes
			}
			if err := os.WriteFile(filepath.Join(temporary, name), content, 0o600); err != nil {
				fail(err.Error())
			}
		}
		return start(temporary, snaps)
	}
	last, count := "", 0
	say := func(words string) {
		if words == last {
			count++
			return
		}
		if count > 0 {
			fmt.Fprintf(out, "%d\t%s\n", count, last)
		}
		last, count = words, 1
	}
	switch kind {
	case "flips":
		for i := 0; i < len(original)*8; i++ {
			bytes := append([]byte(nil), original...)
			bytes[i/8] ^= 1 << (i % 8)
			say(try(bytes))
		}
	case "cuts":
		for length := 0; length <= len(original); length++ {
			say(try(original[:length]))
		}
	case "zeros":
		for at := 0; at < len(original); at += 512 {
			bytes := append([]byte(nil), original...)
			for i := at; i < at+512 && i < len(bytes); i++ {
				bytes[i] = 0
			}
			say(try(bytes))
		}
	}
	say("")
}
