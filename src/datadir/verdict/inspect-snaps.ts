import type { ByteSource } from '../../base/byte-source.ts';
import { readSnap, type SnapFile } from '../snap/read-snap.ts';
import type { SnapFact } from './etcd-start.ts';
import type { Finding, SnapshotReport } from './report.ts';
import { finding, hexId } from './words.ts';

export interface InspectedSnaps {
  readonly facts: readonly SnapFact[];
  readonly findings: readonly Finding[];
  /** `chosen`: the name of the file that a start would take. */
  readonly reportOf: (chosen: string | undefined) => SnapshotReport;
}

/** Reads each snapshot file. One that cannot be read is set aside by etcd as `.broken`, and the one before it is taken. */
export function inspectSnaps(sources: readonly ByteSource[]): InspectedSnaps {
  const read = sources.map((source) => readSnap(source));
  return {
    facts: read.map(factOf),
    findings: read.flatMap(({ name, problem }) =>
      problem === undefined
        ? []
        : [
            finding(
              'odd',
              'snapshot broken',
              `${name} cannot be read (${problem}): etcd renames it to ${name}.broken and takes an older one, whose log it must still have.`,
              { name, problem },
              { file: name },
            ),
          ],
    ),
    reportOf: (chosen) => {
      const taken = read.find(({ name }) => name === chosen);
      return {
        files: read.length,
        ...(taken !== undefined && {
          name: taken.name,
          index: taken.index,
          term: Number(taken.term),
          voters: (taken.confState?.voters ?? []).map(hexId),
          learners: (taken.confState?.learners ?? []).map(hexId),
          size: taken.size,
          v2Keys: keysOf(taken.v2),
        }),
        broken: read.flatMap(({ name, problem }) => (problem === undefined ? [] : [{ name, problem }])),
      };
    },
  };
}

function factOf({ name, ok, index, term, v2 }: SnapFile): SnapFact {
  const version = v2 !== undefined && 'version' in v2 ? v2.version : undefined;
  return {
    name,
    index,
    term: Number(term),
    isReadable: ok,
    hasV2Keys: keysOf(v2) > 0,
    ...(version !== undefined && version !== '' && { clusterVersion: version }),
  };
}

/** Keys of clients in the v2 store. */
function keysOf(v2: SnapFile['v2']): number {
  return v2 !== undefined && 'keys' in v2 ? v2.keys : 0;
}
