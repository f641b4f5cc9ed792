/**
 * What a report on etcd's files says (src/datadir/verdict), in Chinese, by its codes; `{{name}}` stands for what the report's data has of
 * that name. The English is the report's own. A test holds that no code is without its sentence.
 */
export const filesVerdict = {
  finding: {
    'torn end': '日志的最后一条记录被截断（{{error}}），正如崩溃所留下的那样。',
    'log damaged': '日志中有一条记录与写入时不一致（{{error}}）。',
    'metadata conflict': '日志中有一条记录不可能是 etcd 写的：{{error}}。',
    'unknown type': '日志中有一条记录不可能是 etcd 写的：{{error}}。',
    undecodable: '日志中有一条记录不可能是 etcd 写的：{{error}}。',
    'number too large': '日志中有一条记录不可能是 etcd 写的：{{error}}。',
    'segment missing': '日志在首尾之间缺少 {{count}} 个文件（编号 {{first}} 起）。',
    gap: '日志没有条目 {{index}}，却在其后继续。',
    'no metadata': '日志没有说明它属于谁：没有 metadata 记录。',
    overwritten: '{{count}} 个条目被另一位领导者的条目替换：它们从未提交，或被 --force-new-cluster 丢弃。',
    'behind the end':
      '日志末尾之后有不为零的内容，启动时会被覆盖：可能是没有写完的一次写入，或被零遮住的记录。',
    'db unreadable': 'bbolt 打不开这个文件：{{reason}}',
    'db empty': '这个文件没有字节：bbolt 会把它当作新的空数据库。',
    backend: '存储桶 {{bucket}} 中有 etcd 不会写出的内容。',
    root: '根页 {{page}} 的第 {{index}} 个元素不是存储桶。',
    buckets: '无法读取存储桶列表。',
    footer: '文件末尾的 32 个字节不是前面内容的 SHA-256：它与保存时不一致。',
    'no log': '没有日志：该成员在选举中的承诺，以及上次快照之后确认过的内容，都已丢失。',
    'no db': '没有 db：读不到任何键。',
    'db ahead of log':
      'db 已应用到索引 {{consistentIndex}}，而日志止于 {{lastIndex}}：日志缺少已确认的条目。',
    'db behind snapshot': 'db 已应用到索引 {{consistentIndex}}，早于索引 {{snapshot}} 的快照。',
    'indexes fit':
      'consistent_index {{consistentIndex}} 位于快照与日志末尾之间；启动时会在其后应用 {{replayed}} 个条目。',
    'commit out of range': '日志说索引 {{commit}} 已提交，却止于 {{lastIndex}}。',
    'not a member':
      '日志属于成员 {{memberId}}，而 db 的成员中没有它：它已被移除，或日志与 db 不属于同一成员。',
    'several clusters': '这些成员属于 {{clusters}} 个集群：只有同一集群的成员才互相比较。',
    'one member twice': '其中两份是同一成员 {{memberId}} 的副本：永远只能启动其中一份。',
    'odd one out': '有一个成员与其余彼此一致的成员都不同，或其记录不是日志条目所写的：出错的是它。',
    'members differ':
      '同一集群的成员有不同的数据（{{pairs}} 对），而这些文件说不出谁对：请把下面的分歧与程序所写的内容或备份对照。',
    tail: '文件末尾有 {{tailBytes}} 个字节，既不是完整的页也不是校验和：它被截断了，或在增长时被复制。',
    'tocommit out of range':
      '它止于索引 {{lastIndex}}，而 {{committed}} 已提交。若它曾确认过更多条目而领导者仍在运行，它会以 tocommit({{committed}}) is out of range [lastIndex({{lastIndex}})] 结束；重新启动的领导者会补发所缺的条目。',
    'snapshot broken':
      '快照 {{name}} 读不出来（{{problem}}）：etcd 会把它改名为 .broken 并采用更旧的一个，而日志必须还留有那个快照之后的内容。',
    'page: meta': 'meta 页不完整（第 {{page}} 页）：bbolt 会采用另一页，即前一个事务。',
    'page: freelist': '空闲列表读不出来（第 {{page}} 页）。',
    'page: freed twice': '有 {{count}} 页在空闲列表中出现两次（首见第 {{page}} 页）。',
    'page: free nowhere': '空闲列表中有 {{count}} 页不可能是空闲页（首见第 {{page}} 页）。',
    'page: free and used': '有 {{count}} 页既在使用又在空闲列表中（首见第 {{page}} 页）。',
    'page: used twice': '有 {{count}} 页被引用两次（首见第 {{page}} 页）。',
    'page: unreachable': '有 {{count}} 页从根到不了，也不在空闲列表中（首见第 {{page}} 页）。',
    'page: beyond end': '有 {{count}} 处引用超出文件末尾（首见第 {{page}} 页）。',
    'page: page id': '有 {{count}} 页的页号与所在位置不符（首见第 {{page}} 页）。',
    'page: page type': '有 {{count}} 页不是应有的类型（首见第 {{page}} 页）。',
    'page: key order': '有 {{count}} 处键的顺序错乱（首见第 {{page}} 页）。',
    'page: element': '有 {{count}} 页的元素摆放不对（首见第 {{page}} 页）。',
    'page: overflow': '有 {{count}} 页的溢出页数与内容不符（首见第 {{page}} 页）。',
    'page: bucket': '有 {{count}} 个存储桶的头部指向错误（首见第 {{page}} 页）。',
  },
  start: {
    starts: '这些文件中没有任何内容妨碍它启动。',
    'torn end':
      '最后一条记录被截断，正如崩溃所留下的：etcd 保留文件副本（.wal.broken），截掉这条记录，然后启动。若该成员曾确认过它，仍在运行的领导者会使它以 tocommit(…) is out of range 结束。',
    'log damaged': '日志中有一条记录与写入时不一致。etcd 会先通读日志以寻找快照，遇到不可信的记录就结束。',
    'segment missing': '日志的开头不在，或快照之后的日志文件不全。',
    'log unreadable': '日志不能从起点读到末尾；etcd 只修复最末尾被截断的一条记录。',
    'log beyond repair': '末尾残缺，而最后一个文件还有别的问题：etcd 不会修复它。',
    'raft refuses': '日志没有说明它属于谁，或说有条目已提交而日志中并没有。',
    'no log':
      '没有日志，etcd 便把该目录当作从未启动过的成员：按启动参数新建集群或加入集群。它已不是原来的成员，并且不会说明这一点。',
    'db ahead of log':
      '它能启动，但会跳过 db 声称已应用、而日志中没有的那些索引：无论谁写入这些条目，都到不了它的键。',
    'db behind snapshot':
      '最新快照之后的日志会重放，而 db 停在快照之前：中间的内容缺失。etcd 会找领导者发来的 .snap.db，而它不在。',
    'db unreadable': 'bbolt 不认这个文件：两个 meta 页都不完整。',
    'db pages': 'bbolt 打开文件时会沿着每一页走，遇到了一页不可能是它应有的样子。',
    root: 'etcd 按名字打开存储桶，而其中一个名字属于并非存储桶的东西。',
    'key record': 'key 存储桶中有一条记录不是键的修订。',
    'v2 content':
      'v2 存储中还有客户端的键，而这一系列已没有 v2 存储。请先用 etcd 3.5（--enable-v2）删除它们。',
    'v2 entries': '日志中有 v2 请求会被重放，而这一系列读不了它们。请先让旧版 etcd 做一次快照再升级。',
    'downgrade unnoticed':
      '它会启动，尽管集群已商定更新的版本：它只在自己的 v2 存储里查看，而首个快照之前那里什么也没有。新系列所写的内容它不能全部理解。',
    'newer schema':
      'db 的结构属于更新的 etcd；要回退，请在集群运行时用 etcdctl downgrade，或对文件用 etcdutl migrate。',
    'newer cluster': '集群已商定更新的版本；旧系列的成员无法在其中启动。',
  },
  advice: {
    'copy first': '若该成员的 etcd 仍在运行，请先停止，并保留一份副本：每次启动都会写这些文件。',
    start: '无需处理：用原来的参数启动 etcd。',
    'start and repair':
      '用原来的参数启动 etcd：它会自行截掉没有写完的记录，并把旧文件保留为 .wal.broken。若磁盘丢失了它确认过的内容（断电、没有屏障的磁盘），该成员可能已为它现在没有的条目投过票：那时请改为把它移出集群再重新加入。',
    'start the majority':
      '{{voters}} 个成员中有 {{sound}} 个完好，构成多数。用原来的参数启动它们；确认过的内容不会丢失。',
    'no majority':
      '完好的成员不足多数：集群不能照旧继续。保留所有目录的副本，从上面所选的成员继续，再把其余的作为新成员加入。',
    'decide first':
      '先不要一起启动这些成员：它们会在相同的修订下给出不同的数据。请按下面的分歧判断谁对，再从那个成员继续，清空其余成员的目录并把它们重新加入。',
    'add members anew': '然后逐个加入其余成员，各用一个空目录，并等每一个都追上。',
    replace:
      '如果其余成员的多数仍在运行，就不会失去任何内容：移除这个成员，清空它的目录，再作为新成员加入，由领导者把数据全部发给它。',
    'restore the db':
      '如果没有多数：只用这个 db（修订 {{revision}}）新建集群。db 尚未应用的日志条目会丢失；复制来的 db 末尾没有校验和，因此要跳过该检查。',
    'force new cluster':
      '或者让这个成员带着日志中已提交的全部内容单独继续：它无法确知已提交的条目会被丢弃，其余成员会被移除。',
    'from a backup': '或者回到上次保存的快照（etcdctl snapshot save），那会失去此后写入的内容。',
    'no backup': '这个文件不能用来恢复：请用更早的备份，或某个成员的 db。',
    'restore the backup': '用它恢复。若末尾的校验和缺失或不符，只有在没有别的副本时才跳过检查。',
  },
  note: {
    'unknown file':
      '忽略了 {{path}}：它不是 etcd 数据目录中的名字（member/wal/*.wal、member/snap/*.snap、member/snap/db），也不是 db。',
    'second db': '忽略了 {{path}}：该成员已有一个 db。请把每个成员的文件放在各自的文件夹里。',
    'second of a name': '忽略了 {{path}}：该成员已有同名文件。',
    'joined by guess': '{{path}} 中的日志被当作那个没有日志的成员的日志（etcd 的 --wal-dir）。',
  },
  refused: {
    compacted: '这个修订已被压缩，文件中没有它。',
    futureRevision: '文件中还没有这个修订。',
    noSuchRevision: '要去掉的修订不在文件中。',
    badBump: '修订不能这样提高。',
    badRecords: '存储中有记录读不出来，无法写出快照。',
    noLog: '没有日志，不能作为实验打开。',
    damaged: '日志或数据库不完整，或有条目无法应用：不能作为实验打开。',
    noStore: '日志不从头开始，而没有可读的数据库：不能作为实验打开。',
    notTogether: '这些目录属于不同的集群，或有两份属于同一成员：不能一起作为实验打开。',
    tooManyMembers: '成员多于实验所能容纳的机器。',
    noSuchInstant: '所求的时刻不在这些文件中。',
    notStartable: '这个成员无法从这些文件启动。',
  },
} as const;
