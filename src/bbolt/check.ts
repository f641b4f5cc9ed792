import type { Tell } from '../base/byte-source.ts';
import { checkFreelist } from './check-freelist.ts';
import { checkMetas } from './check-metas.ts';
import type { Db } from './db.ts';
import { hasFreelist } from './meta.ts';
import { Problems } from './problems.ts';
import { pageUse, type PageReport } from './report.ts';
import { TreeCheck } from './tree-check.ts';

/**
 * Every page accounted for, and everything wrong with them that can be told without knowing what the keys mean; what `bbolt check` finds
 * and more: elements that do not lie as bbolt lays them, overflow that nothing needs, what a free list says of pages that are not there.
 * Pages are read level by level of the trees, each level in the order of the file, each page once; of large values only the first page.
 * A page that is referred to a second time is a problem and not walked again, so that circles end.
 */
export function checkDb(db: Db, tell: Tell): PageReport {
  const problems = new Problems();
  const uses = new Uint8Array(db.filePages);
  uses.fill(pageUse.meta, 0, 2);
  checkMetas(db, problems);
  const isListed = hasFreelist(db.meta);
  const freeBeyond = isListed ? checkFreelist(db, uses, problems) : 0;
  const check = new TreeCheck(db, uses, problems, tell);
  check.walk();
  const free = settle(db, isListed, uses, problems) + freeBeyond;
  tell(db.size, db.size);
  const { pages } = db.meta;
  return {
    pageSize: db.pageSize,
    pages,
    filePages: db.filePages,
    tailBytes: db.size % db.pageSize,
    free,
    inUseBytes: (pages - free) * db.pageSize,
    hasFreelist: isListed,
    problems: problems.found,
    problemCounts: problems.counts,
    uses,
    trees: check.trees,
    treeOf: check.treeOf,
  };
}

/** What pages are for that nothing has referred to; how many in the file are free. */
function settle(db: Db, isListed: boolean, uses: Uint8Array, problems: Problems): number {
  const { pages } = db.meta;
  const there = Math.min(pages, db.filePages);
  let free = 0;
  for (let page = 2; page < there; page++) {
    const use = uses[page];
    if (use === pageUse.free) free++;
    if (use !== pageUse.lost) continue;
    if (isListed) {
      problems.add('unreachable', page, 'prints', () => `page ${page}: unreachable unfreed`);
    } else {
      uses[page] = pageUse.free;
      free++;
    }
  }
  for (let page = there; page < db.filePages; page++) {
    if (uses[page] === pageUse.lost) uses[page] = pageUse.ahead;
  }
  if (pages > db.filePages) {
    problems.add(
      'beyond end',
      db.filePages,
      'nothing',
      () =>
        `the file ends with page ${db.filePages - 1}; the high water mark is ${pages}, so ${pages - db.filePages} pages are not there`,
    );
    if (!isListed) free += pages - db.filePages;
  } else if (db.size < pages * db.pageSize) {
    problems.add(
      'beyond end',
      pages - 1,
      'nothing',
      () => `page ${pages - 1}, the last one, is cut at byte ${db.size}`,
    );
  }
  return free;
}
