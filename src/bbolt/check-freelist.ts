import { flagWords, idWords, isTypeFlag } from './check-metas.ts';
import type { Db } from './db.ts';
import { HEADER_BYTES, MANY_FREE, pageFlag, pageNumber, typeName, viewOf } from './format.ts';
import type { Problems } from './problems.ts';
import { pageUse } from './report.ts';

const ID_BYTES = 8;
const READ_BYTES = 1 << 20;

/** The free list of the file read into `uses`; how many of its pages are beyond the file's end, but below the high water mark. */
export function checkFreelist(db: Db, uses: Uint8Array, problems: Problems): number {
  const page = Number(db.meta.freelistPage);
  if (page < 2 || page >= db.filePages) {
    problems.add(
      'freelist',
      page,
      'nothing',
      () => `the free list should be page ${db.meta.freelistPage}; the file has ${db.filePages} pages`,
    );
    return 0;
  }
  const at = page * db.pageSize;
  const head = new Uint8Array(HEADER_BYTES + ID_BYTES);
  head.set(db.source.read(at, head.length));
  const view = viewOf(head);
  const flags = view.getUint16(8, true);
  const overflow = view.getUint32(12, true);
  if (flags !== pageFlag.freelist) {
    problems.add(
      'freelist',
      page,
      'stops',
      () => `invalid freelist page: ${page}, page type is ${typeName(flags)}`,
    );
    return 0;
  }
  if (pageNumber(view, 0) !== page) {
    problems.add('page id', page, 'stops', () => idWords(page, view.getBigUint64(0, true)));
  } else if (!isTypeFlag(flags)) {
    problems.add('page type', page, 'stops', () => flagWords(page, flags));
  }
  uses[page] = pageUse.freelist;
  const last = Math.min(page + overflow, db.filePages - 1);
  uses.fill(pageUse.overflow, page + 1, last + 1);
  if (page + overflow >= Math.min(db.meta.pages, db.filePages)) {
    problems.add(
      'beyond end',
      page,
      'nothing',
      () =>
        `the free list has pages ${page} to ${page + overflow}; the file has ${db.filePages}, in use are ${db.meta.pages}`,
    );
  }

  const short = view.getUint16(10, true);
  const isMany = short === MANY_FREE;
  const said = isMany ? pageNumber(view, HEADER_BYTES) : short;
  const from = at + HEADER_BYTES + (isMany ? ID_BYTES : 0);
  const room = Math.floor((Math.min((last + 1) * db.pageSize, db.size) - from) / ID_BYTES);
  if (said > room) {
    problems.add(
      'freelist',
      page,
      'nothing',
      () => `the free list says ${said} pages; its own have room for ${room}`,
    );
  }
  return readIds(db, page, from, Math.min(said, room), uses, problems);
}

function readIds(
  db: Db,
  list: number,
  from: number,
  count: number,
  uses: Uint8Array,
  problems: Problems,
): number {
  const beyond = new Set<number>();
  let before = 0;
  for (let done = 0; done < count;) {
    const bytes = db.source.read(from + done * ID_BYTES, Math.min(READ_BYTES, (count - done) * ID_BYTES));
    const view = viewOf(bytes);
    const here = Math.floor(bytes.length / ID_BYTES);
    if (here === 0) break;
    for (let i = 0; i < here; i++) {
      const id = pageNumber(view, i * ID_BYTES);
      const index = done + i;
      if (id < before) {
        problems.add(
          'freelist',
          list,
          'nothing',
          () => `free page ${id}, number ${index} of the list, stands after ${before}; the list ascends`,
        );
      }
      before = id;
      take(id);
    }
    done += here;
  }
  return beyond.size;

  function take(id: number): void {
    if (id < 2 || id >= db.meta.pages) {
      problems.add(
        'free nowhere',
        id,
        'nothing',
        () => `page ${id} is on the free list; pages 2 to ${db.meta.pages - 1} may be`,
      );
      return;
    }
    if (id >= db.filePages ? beyond.has(id) : uses[id] === pageUse.free) {
      problems.add('freed twice', id, 'prints', () => `page ${id}: already freed`);
      return;
    }
    if (id >= db.filePages) {
      beyond.add(id);
    } else if (uses[id] === pageUse.lost) {
      uses[id] = pageUse.free;
    } else {
      problems.add(
        'free and used',
        id,
        'nothing',
        () => `page ${id} belongs to the free list itself and is on it`,
      );
    }
  }
}
