---- MODULE SequencesExt ----
\* What etcd's specification uses of the community's module of this name, in the plainest form: see ../search-tlc.bench.ts.
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets

FoldSeq(op(_, _), base, seq) ==
  LET upTo[n \in 0..Len(seq)] == IF n = 0 THEN base ELSE op(seq[n], upTo[n - 1])
  IN upTo[Len(seq)]

RECURSIVE SetToSeq(_)
SetToSeq(S) == IF S = {} THEN << >> ELSE LET x == CHOOSE y \in S : TRUE IN << x >> \o SetToSeq(S \ {x})

IsPrefix(s, t) == Len(s) <= Len(t) /\ \A i \in 1..Len(s) : s[i] = t[i]

Cons(first, seq) == << first >> \o seq

\* The last place from `from` to `to` whose element passes; 0: none does.
SelectLastInSubSeq(seq, from, to, test(_)) ==
  LET places == {i \in from..to : test(seq[i])}
  IN IF places = {} THEN 0 ELSE CHOOSE i \in places : \A j \in places : i >= j
====
