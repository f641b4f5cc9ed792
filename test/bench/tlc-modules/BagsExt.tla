---- MODULE BagsExt ----
\* What etcd's specification uses of the community's module of this name, in the plainest form.
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE SequencesExt
LOCAL INSTANCE Bags

BagAdd(B, e) == B (+) SetToBag({e})

\* Every element as often as it is in the bag.
FoldBag(op(_, _), base, B) ==
  LET elements == SetToSeq(DOMAIN B)
      upTo[i \in 0..Len(elements)] ==
        IF i = 0 THEN base
        ELSE LET times[k \in 0..B[elements[i]]] ==
                   IF k = 0 THEN upTo[i - 1] ELSE op(times[k - 1], elements[i])
             IN times[B[elements[i]]]
  IN upTo[Len(elements)]
====
