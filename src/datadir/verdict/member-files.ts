import type { ByteSource } from '../../base/byte-source.ts';

/** The files of one member, as far as they were given. Each list is ascending by name, which is etcd's order. */
export interface MemberFiles {
  /** Where they lie, as it was given: the folder above `member/`, or the single file; '' for files without a folder. */
  readonly dir: string;
  /** A data directory, a backup (`etcdctl snapshot save`, or a copy of a `db`), or only a log. */
  readonly kind: 'data directory' | 'backup';
  readonly wal: readonly ByteSource[];
  readonly snaps: readonly ByteSource[];
  /** `snap/db`, or the backup. */
  readonly db?: ByteSource;
  /** `snap/<index>.snap.db`: databases that a leader sent, not yet put in the place of `db`. */
  readonly snapDbs: readonly ByteSource[];
  /** Files that say nothing of what is in force (`0.tmp`, `*.broken`, temporary ones), by their paths. */
  readonly others: readonly string[];
}

/** What was left out, and what was assumed. */
export interface GatherNote {
  readonly code: 'unknown file' | 'second db' | 'second of a name' | 'joined by guess';
  readonly path: string;
  readonly words: string;
}

export interface Gathered {
  readonly members: readonly MemberFiles[];
  readonly notes: readonly GatherNote[];
}

export interface GivenFile {
  /** With `/` between folders. */
  readonly path: string;
  readonly source: ByteSource;
}

interface Draft {
  readonly dir: string;
  readonly kind: MemberFiles['kind'];
  readonly wal: Map<string, ByteSource>;
  readonly snaps: Map<string, ByteSource>;
  readonly snapDbs: Map<string, ByteSource>;
  db?: ByteSource;
  readonly others: string[];
}

const HEX16 = '[0-9a-f]{16}';
const WAL_NAME = new RegExp(`^${HEX16}-${HEX16}\\.wal$`);
const SNAP_NAME = new RegExp(`^${HEX16}-${HEX16}\\.snap$`);
const SNAP_DB_NAME = new RegExp(`^${HEX16}\\.snap\\.db$`);
/** Left behind by etcd itself: preallocated segments, what Repair set aside, downloads and copies that never ended. */
const OTHER_NAME =
  /^(?:\d+\.tmp|.*\.broken|db\.tmp.*|tmp\d+|.*\.snap\.tmp.*|.*\.part|\.touch|\.DS_Store|Thumbs\.db|.*\.lock)$/;

/** bbolt's mark in each of its meta pages, which stand at the beginning and one page on (bbolt: magic). */
const BOLT_MAGIC = 0xed0cdaed;

/**
 * Sorts the files of one or several data directories, in whatever depth they lie, by the members they belong to: etcd's own names say what
 * each is. A `db` that lies alone under another name is a member of its own (a backup).
 */
export function gatherFiles(given: readonly GivenFile[]): Gathered {
  const drafts = new Map<string, Draft>();
  const notes: GatherNote[] = [];
  const ascending = [...given].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const { path, source } of ascending) {
    const folders = path.split('/').filter((part) => part !== '');
    const name = folders.pop() ?? '';
    if (WAL_NAME.test(name)) put(draftOf(rootOf(folders, path)).wal, name, path, source);
    else if (SNAP_NAME.test(name)) put(draftOf(rootOf(folders, path)).snaps, name, path, source);
    else if (SNAP_DB_NAME.test(name)) put(draftOf(rootOf(folders, path)).snapDbs, name, path, source);
    else if (name === 'db') takeDb(draftOf(rootOf(folders, path)), path, source);
    else if (OTHER_NAME.test(name)) draftOf(rootOf(folders, path)).others.push(path);
    else if (name.endsWith('.db') || isBolt(source)) backup(path).db = source;
    else notes.push({ code: 'unknown file', path, words: unknownWords(path, source) });
  }
  const drawn = joinApart([...drafts.values()], notes).filter(
    (draft) => draft.wal.size > 0 || draft.snaps.size > 0 || draft.snapDbs.size > 0 || draft.db !== undefined,
  );
  return { members: drawn.map(finished), notes };

  function draftOf(dir: string): Draft {
    const found = drafts.get(dir);
    if (found !== undefined) return found;
    const made = emptyDraft(dir, 'data directory');
    drafts.set(dir, made);
    return made;
  }

  function backup(path: string): Draft {
    const made = emptyDraft(path, 'backup');
    drafts.set(`${path}\0backup`, made);
    return made;
  }

  function put(files: Map<string, ByteSource>, name: string, path: string, source: ByteSource): void {
    if (!files.has(name)) {
      files.set(name, source);
      return;
    }
    const words = `${path} is left out: a file of that name belongs to the same member already.`;
    notes.push({ code: 'second of a name', path, words });
  }

  function takeDb(draft: Draft, path: string, source: ByteSource): void {
    if (draft.db === undefined) {
      draft.db = source;
      return;
    }
    const words = `${path} is left out: the member at ${draft.dir} has a db already. Give each member's files in a folder of its own.`;
    notes.push({ code: 'second db', path, words });
  }
}

function emptyDraft(dir: string, kind: MemberFiles['kind']): Draft {
  return { dir, kind, wal: new Map(), snaps: new Map(), snapDbs: new Map(), others: [] };
}

function finished({ dir, kind, wal, snaps, db, snapDbs, others }: Draft): MemberFiles {
  const lists = { wal: sources(wal), snaps: sources(snaps), snapDbs: sources(snapDbs), others };
  return db === undefined ? { dir, kind, ...lists } : { dir, kind, ...lists, db };
}

function sources(files: ReadonlyMap<string, ByteSource>): ByteSource[] {
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, source]) => source);
}

/** The data directory's path: what is above `member/wal`, `member/snap`, `wal` or `snap`. A path that began with `/` still does. */
function rootOf(folders: readonly string[], path: string): string {
  const above = [...folders];
  if (above.at(-1) === 'wal' || above.at(-1) === 'snap') {
    above.pop();
    if (above.at(-1) === 'member') above.pop();
  } else if (above.at(-1) === 'member') above.pop();
  const root = above.join('/');
  return path.startsWith('/') ? `/${root}` : root;
}

/**
 * With `--wal-dir` a member's log lies in a folder of its own. Where exactly one log without a store and one store without a log were given,
 * they are one member's; the note says so.
 */
function joinApart(drafts: readonly Draft[], notes: GatherNote[]): readonly Draft[] {
  const logs = drafts.filter(({ wal, snaps, db }) => wal.size > 0 && snaps.size === 0 && db === undefined);
  const stores = drafts.filter(
    ({ kind, wal, snaps, db }) =>
      kind === 'data directory' && wal.size === 0 && (snaps.size > 0 || db !== undefined),
  );
  const [log] = logs;
  const [store] = stores;
  if (logs.length !== 1 || stores.length !== 1 || log === undefined || store === undefined) return drafts;
  const words = `The log in ${log.dir} is taken for that of ${store.dir}, which has none (etcd's --wal-dir).`;
  notes.push({ code: 'joined by guess', path: log.dir, words });
  for (const [name, source] of log.wal) store.wal.set(name, source);
  store.others.push(...log.others);
  return drafts.filter((draft) => draft !== log);
}

/** Whether a bbolt meta page stands at the beginning, or where the second one would at the usual page sizes. */
function isBolt(source: ByteSource): boolean {
  return [0, 4096, 8192, 16384, 65536].some((page) => {
    const magic = source.read(page + 16, 4);
    if (magic.length < 4) return false;
    return new DataView(magic.buffer, magic.byteOffset, 4).getUint32(0, true) === BOLT_MAGIC;
  });
}

function unknownWords(path: string, source: ByteSource): string {
  const looked = `${source.size} bytes, and no bbolt meta page at its beginning`;
  return `${path} is left out: it has none of the names in an etcd data directory (member/wal/*.wal, member/snap/*.snap, member/snap/db), and is no db (${looked}).`;
}
