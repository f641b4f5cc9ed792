import type { ByteSource } from '../../base/byte-source.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import { decodeSnapshotFile } from '../../storage/snapshot-file.ts';
import { StorageError } from '../../storage/storage-error.ts';
import type { SnapFact } from './etcd-start.ts';
import type { Finding, SnapshotReport } from './report.ts';
import { finding, hexId } from './words.ts';

export interface InspectedSnaps {
  readonly facts: readonly SnapFact[];
  readonly findings: readonly Finding[];
  /** `chosen`: the name of the file that a start would take. */
  readonly reportOf: (chosen: string | undefined) => SnapshotReport;
}

interface SnapRead extends SnapFact {
  readonly size: number;
  readonly problem?: string;
  readonly voters: readonly string[];
  readonly learners: readonly string[];
  readonly v2Keys: number;
}

/** Reads each snapshot file. One that cannot be read is set aside by etcd as `.broken`, and the one before it is taken. */
export function inspectSnaps(sources: readonly ByteSource[]): InspectedSnaps {
  const read = sources.map(readSnap);
  return {
    facts: read,
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
          term: taken.term,
          voters: taken.voters,
          learners: taken.learners,
          size: taken.size,
          v2Keys: taken.v2Keys,
        }),
        broken: read.flatMap(({ name, problem }) => (problem === undefined ? [] : [{ name, problem }])),
      };
    },
  };
}

function readSnap(source: ByteSource): SnapRead {
  const { name, size } = source;
  try {
    const { index, term, confState, data } = decodeSnapshotFile(name, source.read(0, size));
    const v2 = v2Of(data);
    return {
      name,
      size,
      index,
      term: Number(term),
      isReadable: true,
      voters: confState.voters.map((id) => hexId(BigInt(id))),
      learners: confState.learners.map((id) => hexId(BigInt(id))),
      hasV2Keys: v2.keys > 0,
      v2Keys: v2.keys,
      ...(v2.version !== undefined && { clusterVersion: v2.version }),
    };
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    const none = { index: 0, term: 0, voters: [], learners: [], hasV2Keys: false, v2Keys: 0 };
    return { name, size, isReadable: false, problem: error.reason, ...none };
  }
}

interface V2Node {
  readonly Value?: unknown;
  readonly Children?: unknown;
}

/** The v2 store as it is saved: a tree of nodes as JSON. `0` has etcd's own; what clients have is under anything else. */
function v2Of(data: Uint8Array | undefined): { readonly keys: number; readonly version?: string } {
  const root = data === undefined ? undefined : rootOf(data);
  const tops = Object.entries(childrenOf(root));
  const keys = tops.reduce((sum, [name, node]) => (name === '0' ? sum : sum + countKeys(node)), 0);
  const own = childrenOf(tops.find(([name]) => name === '0')?.[1]);
  const version = own['version']?.Value;
  return typeof version === 'string' && version !== '' ? { keys, version } : { keys };
}

function rootOf(data: Uint8Array): V2Node | undefined {
  try {
    const parsed: unknown = JSON.parse(decodeUtf8(data));
    return typeof parsed === 'object' && parsed !== null && 'Root' in parsed
      ? (parsed as { readonly Root: V2Node }).Root
      : undefined;
  } catch (error) {
    // The sum held, so etcd wrote it: 3.7 writes no tree any more.
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

function childrenOf(node: V2Node | undefined): Record<string, V2Node> {
  const children = node?.Children;
  return typeof children === 'object' && children !== null ? (children as Record<string, V2Node>) : {};
}

/** Nodes below this one that are no folders. The walk keeps its own stack: a tree may be deep. */
function countKeys(node: V2Node): number {
  let keys = 0;
  const stack = Object.values(childrenOf(node));
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const children = Object.values(childrenOf(next));
    if (children.length === 0) keys++;
    else stack.push(...children);
  }
  return keys;
}
