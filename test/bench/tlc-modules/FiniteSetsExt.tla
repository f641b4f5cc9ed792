---- MODULE FiniteSetsExt ----
\* What etcd's specification uses of the community's module of this name, in the plainest form.
LOCAL INSTANCE Naturals

Max(S) == CHOOSE x \in S : \A y \in S : x >= y
Min(S) == CHOOSE x \in S : \A y \in S : x <= y
====
