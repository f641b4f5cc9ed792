import { term, type GlossaryTerm } from './term.ts';

/** Reads, clients, and what etcd builds on the log. */
export const etcdTerms: readonly GlossaryTerm[] = [
  term(
    'linearizable',
    ['linearizability', '线性一致性'],
    [
      'Every call seems to take effect at one instant between its beginning and its end, for one object, by the clock on the wall.',
      '每次调用都像在开始与结束之间的某一瞬间生效；针对单个对象，按真实时间。',
    ],
    'Herlihy and Wing 1990; paper 8',
    ['Q1', 'C4'],
    ['linearizable', '线性一致'],
  ),
  term(
    'serializable',
    ['serializability', '可串行化'],
    [
      'Transactions over many objects have some order that explains them all, not necessarily that of the clock. In etcd, a serializable read is answered by one member alone, and may be old.',
      '涉及多个对象的事务可以排成某个顺序来解释，不必与真实时间一致。在 etcd 里，serializable 读由单个成员回答，可能是旧值。',
    ],
    'Papadimitriou 1979; etcd RangeRequest.serializable',
    ['K8', 'K2'],
    ['serializable', '可串行化'],
  ),
  term(
    'read-index',
    ['ReadIndex', 'ReadIndex'],
    [
      'A read without an entry: the leader notes its commit index, makes sure by a round of heartbeats that it still leads, and the reader waits until it has applied that index.',
      '不写日志的读：领导者记下提交索引，用一轮心跳确认自己仍是领导者，读者等到应用到那个索引。',
    ],
    'Thesis 6.4; etcd MsgReadIndex, read_only.go',
    ['Q2', 'Q1', 'Q3'],
  ),
  term(
    'lease-read',
    ['lease read', 'lease read（租约读）'],
    [
      'A read without the round: the leader trusts that nobody else can lead before its lease ends. It needs clocks that go at nearly the same pace, and more.',
      '省去那一轮心跳的读：领导者相信租约到期前不会有别人当选。它要求各时钟走得差不多快，而且还不止于此。',
    ],
    'Thesis 6.4.1; etcd ReadOnlyLeaseBased',
    ['Q4'],
    ['lease reads', 'lease-based', '租约读'],
  ),
  term(
    'stale-read',
    ['stale read', '过时读'],
    [
      'An answer older than something that was finished before the read began.',
      '读到的值，比读开始之前就已写完的还旧。',
    ],
    'Paper 8; Jepsen, etcd 0.4.1',
    ['Q1', 'K8'],
    ['stale reads', 'stale'],
  ),
  term(
    'unknown-outcome',
    ['unknown outcome', '结果未知'],
    [
      'A call without an answer: it may have taken effect, may do so later, or never.',
      '没有得到回答的调用：可能已生效，可能稍后生效，也可能永远不生效。',
    ],
    'Paper 8; etcd “request timed out”',
    ['C1', 'C2'],
  ),
  term(
    'session',
    ['client session', '客户端会话'],
    [
      'A client numbers its requests and the state machine remembers the last, so that a retry is applied once.',
      '客户端给请求编号，状态机记住最后一个，于是重试只会应用一次。',
    ],
    'Thesis 6.3',
    ['C2'],
    ['client sessions'],
  ),
  term(
    'revision',
    ['revision', '修订号（revision）'],
    [
      'The number of the whole store’s newest change. Each write transaction takes the next.',
      '整个存储最新一次改动的编号。每个写事务占用下一个。',
    ],
    'etcd mvcc, ResponseHeader.revision',
    ['K1', 'K2'],
    ['revisions', '修订号'],
  ),
  term(
    'mod-revision',
    ['mod revision', 'mod revision'],
    [
      'The revision at which a key was written last; the create revision is that at which it was made. Comparing it is how one writes without overwriting.',
      '键最后一次写入时的修订号；create revision 则是它创建时的。比较它，就能写入而不覆盖别人。',
    ],
    'etcd KeyValue.mod_revision, create_revision',
    ['K1', 'C3'],
    ['create revision', 'modRevision'],
  ),
  term(
    'version',
    ['version (of a key)', 'version（键的版本）'],
    [
      'How often a key was written since it was made; a deletion begins anew.',
      '键自创建以来被写过几次；删除后重新从头计数。',
    ],
    'etcd KeyValue.version',
    ['K1'],
  ),
  term(
    'mvcc',
    ['MVCC', 'MVCC（多版本并发控制）'],
    [
      'The store keeps old values by revision: one may read the past, and watch from there.',
      '存储按修订号保留旧值：可以读过去的数据，也可以从过去开始 watch。',
    ],
    'etcd server/storage/mvcc',
    ['K1', 'K3'],
  ),
  term(
    'tombstone',
    ['tombstone', '墓碑（tombstone）'],
    [
      'What a deletion leaves: a revision that says that the key ended there.',
      '删除留下的记号：表示键到这个修订号为止。',
    ],
    'etcd mvcc/key_index.go',
    ['K1', 'K3'],
    ['tombstones'],
  ),
  term(
    'compaction',
    ['compaction (of revisions)', 'compaction（修订号压缩）'],
    [
      'Old revisions are thrown away up to one. Who asks for them, or watches from there, hears that they are compacted. Not to be mixed up with the compaction of Raft’s log.',
      '把到某个修订号为止的旧版本丢掉。再请求它们或从那里 watch 会得到 compacted 错误。别与 Raft 的日志压缩混淆。',
    ],
    'etcd Compact, ErrCompacted',
    ['K3'],
    ['compacted'],
  ),
  term(
    'transaction',
    ['transaction', '事务（txn）'],
    [
      'Compare several keys, then do one list of operations or another, all at one revision.',
      '先比较若干键，再执行两组操作之一，全部在同一个修订号上完成。',
    ],
    'etcd Txn',
    ['K2', 'C3'],
    ['transactions', 'txn', '事务'],
  ),
  term(
    'watch',
    ['watch', 'watch（监视）'],
    [
      'A stream of the changes of keys from a revision on, in order, each once. It can be resumed at another member.',
      '从某个修订号起、按顺序、不重不漏的键变化流。可以在另一个成员上续接。',
    ],
    'etcd Watch',
    ['K4', 'K5'],
    ['watches', 'watcher', 'watchers'],
  ),
  term(
    'lease',
    ['lease (of keys)', 'lease（租约）'],
    [
      'A time to live that keys share and a client keeps alive. The leader counts it; a new leader begins it anew.',
      '多个键共用、由客户端续期的存活时间。由领导者计时；换了领导者就重新计时。',
    ],
    'etcd Lease, lessor',
    ['K6', 'K7'],
    ['leases', '租约'],
  ),
  term(
    'lock',
    ['lock', '锁'],
    [
      'A recipe: the key with the lowest create revision under a prefix owns it, as long as its lease lives.',
      '一种用法：某前缀下 create revision 最小的键持有锁，只要它的 lease 还在。',
    ],
    'etcd clientv3/concurrency',
    ['K7'],
    ['locks'],
  ),
  term(
    'fencing',
    ['fencing token', 'fencing 令牌'],
    [
      'A number that grows with each owner of a lock and goes with each write, so that the store can refuse yesterday’s owner.',
      '随锁的每次易主而增大的编号，每次写入都带上，于是存储可以拒绝从前的持有者。',
    ],
    'Kleppmann 2016; etcd lock key’s create revision',
    ['K7'],
    ['fencing', 'fence'],
  ),
  term(
    'kv-hash',
    ['KV hash', 'KV 哈希'],
    [
      'A digest of a member’s store at a revision. Equal logs must give equal ones; it shows what Raft’s own checks cannot.',
      '某个成员的存储在某个修订号的摘要。日志相同摘要就必须相同；它能查出 Raft 自身检查不到的问题。',
    ],
    'etcd HashKV',
    ['K9'],
    ['HashKV'],
  ),
];
