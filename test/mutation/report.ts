import { declares, type Equivalents } from './equivalents.ts';
import { isCaught, type Mutant, type Verdict } from './mutant.ts';

export interface Tried {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
}

/** A row a file and their sum; `caught` is of those that are not declared equivalent. */
export function tableOf(tried: readonly Tried[], equivalents: readonly Equivalents[]): string[] {
  const files = [...new Set(tried.map(({ mutant }) => mutant.file))];
  return [
    '| file | mutants | equivalent | caught | of them endless | left | score |',
    '|---|--:|--:|--:|--:|--:|--:|',
    ...files.map((file) =>
      rowOf(
        file,
        tried.filter(({ mutant }) => mutant.file === file),
        equivalents,
      ),
    ),
    rowOf('**all**', tried, equivalents),
  ];
}

function rowOf(name: string, tried: readonly Tried[], equivalents: readonly Equivalents[]): string {
  const left = leftOf(tried, equivalents).length;
  const caught = tried.filter(({ verdict }) => isCaught(verdict)).length;
  const endless = tried.filter(({ verdict }) => verdict.type === 'endless').length;
  const score = caught + left === 0 ? '' : ((100 * caught) / (caught + left)).toFixed(1);
  const cells = [name, tried.length, tried.length - caught - left, caught, endless, left, score];
  return `| ${cells.join(' | ')} |`;
}

/** Neither caught nor declared. */
export function leftOf(tried: readonly Tried[], equivalents: readonly Equivalents[]): Tried[] {
  return tried.filter(
    ({ mutant, verdict }) => !isCaught(verdict) && !equivalents.some((one) => declares(one, mutant)),
  );
}

/** `file:line mutator: a → b`, and the line it stands in. */
export function formatSurvivor({ mutant, verdict }: Tried): string {
  const { file, line, mutator, change, source } = mutant;
  const how = verdict.type === 'survived' ? `${verdict.tests} tests` : 'no test reaches it';
  return `src/raft/${file}:${line} ${mutator}: ${change}\n    ${file} | ${source}   (${how})`;
}

/** Whether a report names this mutant as a survivor. */
export function isListed(report: string, { file, source, change }: Mutant): boolean {
  return report.includes(`: ${change}\n    ${file} | ${source}   (`);
}

export function formatCaught(
  { file, line, change }: Mutant,
  { type, by }: { type: string; by: string },
): string {
  return `src/raft/${file}:${line} ${change}: ${type} by ${by}`;
}

/** Declarations that are wrong: a test has caught their mutant, or there is none among all of these files. */
export function staleOf(
  tried: readonly Tried[],
  all: readonly Mutant[],
  equivalents: readonly Equivalents[],
): string[] {
  const files = new Set(all.map(({ file }) => file));
  const single = equivalents
    .filter(({ file }) => files.has(file))
    .flatMap((one) => one.changes.map((change) => ({ ...one, changes: [change] })));
  return single.flatMap((one) => {
    const where = `${one.file} | ${one.source}\n    ${one.changes.join()}`;
    if (!all.some((mutant) => declares(one, mutant))) return [`${where}: there is no such mutant`];
    const named = tried.filter(({ mutant }) => declares(one, mutant));
    const isWrong = named.length > 0 && named.every(({ verdict }) => isCaught(verdict));
    return isWrong ? [`${where}: is caught`] : [];
  });
}
