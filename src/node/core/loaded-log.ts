import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import { encodeCommand } from '../../etcd/command.ts';
import type { Entry } from '../../raft/entry.ts';
import type { DiskOperation } from '../../storage/disk.ts';
import { createWal, writeWal } from '../../storage/wal-writer.ts';
import type { MemberConfig } from '../io.ts';
import { idMapOf } from './id-map.ts';
import { knownAtFirst } from './recovered.ts';
import { encodeMetadata } from './wal-metadata.ts';

/** What a disk is to hold for a member that starts in the middle of a story: a log by the terms of its entries. */
export interface LoadedLog {
  /** Of entries 1, 2, ..; entry i puts `k<i>=t<its term>`. */
  readonly log: readonly Term[];
  readonly term: Term;
  readonly vote: NodeId;
  readonly commit: LogIndex;
}

/** The files of a member with this log, as if it had written it itself (lesson: Figure 7 of the paper). */
export function loadedLog(
  config: MemberConfig,
  { log, term, vote, commit }: LoadedLog,
): readonly DiskOperation[] {
  const entries = log.map((entryTerm, i): Entry => {
    const index = i + 1;
    const op = { type: 'put', key: encodeUtf8(`k${index}`), value: encodeUtf8(`t${entryTerm}`) } as const;
    return { type: 'EntryNormal', term: entryTerm, index, data: encodeCommand({ id: index, op }) };
  });
  const created = createWal(encodeMetadata(config));
  const hardState = { term, vote: idMapOf(config, knownAtFirst(config)).toWire(vote), commit };
  const written = writeWal(created.position, { entries, hardState });
  return [...created.operations, ...written.operations];
}
