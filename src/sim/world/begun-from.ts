import * as v from 'valibot';
import type { NodeId } from '../../base/flavor.ts';
import { addressOf } from '../../node/core/address.ts';
import type { MemberAddress } from '../../node/io.ts';
import type { DiskOperation } from '../../storage/disk.ts';
import { LIVES_MAX } from './machine.ts';
import { parseSegmentName, parseSnapshotName } from '../../storage/wal-name.ts';

/** A cluster that began elsewhere: its machines begin with these disks, as a killed machine does that starts again. */
export interface BegunFrom {
  /** In hexadecimal, as etcd prints ids. */
  readonly clusterId: string;
  /** All machines that there are; one without files is down, and what it has promised nobody knows. */
  readonly machines: readonly BegunMachine[];
}

export interface BegunMachine {
  readonly node: NodeId;
  readonly memberId: string;
  readonly files: readonly BegunFile[];
  /** So many lives it has had, where the logs have ids that it gave in a lab before: it gives them never again. Absent: none. */
  readonly lives?: number;
}

/** `wal/0000000000000000-0000000000000000.wal`, and so on: what a member here writes. */
export interface BegunFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const hexId = v.pipe(
  v.string('an id in hexadecimal'),
  v.regex(/^[0-9a-f]{1,16}$/, 'an id of 1 to 16 hexadecimal digits'),
);
const fileName = v.pipe(
  v.string('the name of a file'),
  v.check(
    (name) => parseSegmentName(name) !== undefined || parseSnapshotName(name) !== undefined,
    'the name of a segment of a log or of a snapshot',
  ),
);

export const begunFromSchema = v.strictObject(
  {
    clusterId: hexId,
    machines: v.array(
      v.strictObject({
        node: v.pipe(v.number('the number of a machine'), v.integer('the number of a machine')),
        memberId: hexId,
        lives: v.exactOptional(
          v.pipe(v.number('a number of lives'), v.integer(), v.minValue(0), v.maxValue(LIVES_MAX - 2)),
        ),
        files: v.array(
          v.strictObject({ name: fileName, bytes: v.instance(Uint8Array, 'bytes') }),
          'a list of files',
        ),
      }),
      'a list of machines',
    ),
  },
  'a cluster’s id and its machines',
);

/** What is wrong with it beside these machines; undefined: nothing. */
export function begunProblem({ machines }: BegunFrom, there: readonly NodeId[]): string | undefined {
  const named = machines.map(({ node }) => node);
  if (new Set(named).size !== named.length) return 'names a machine twice';
  const unknown = named.find((node) => !there.includes(node));
  if (unknown !== undefined) return `names node ${unknown}, which is not there`;
  const missing = there.find((node) => !named.includes(node));
  if (missing !== undefined) return `says nothing of node ${missing}`;
  if (new Set(machines.map(({ memberId }) => memberId)).size !== machines.length)
    return 'names a member twice';
  return machines.some(({ files }) => files.length > 0) ? undefined : 'has no machine with files';
}

/** What leaves these files on an empty disk. */
export function operationsOf(files: readonly BegunFile[]): DiskOperation[] {
  return files.map(({ name, bytes }) => ({ type: 'replace', file: name, chunks: [bytes] }));
}

/** What machines are called, with the ids of those that came with one. */
export function addressesWith(
  members: readonly MemberAddress[],
  begunFrom: BegunFrom | undefined,
): readonly MemberAddress[] {
  if (begunFrom === undefined) return members;
  const last = Math.max(members.length, ...begunFrom.machines.map(({ node }) => node));
  return Array.from({ length: last }, (_, i) => {
    const begun = begunFrom.machines.find(({ node }) => node === i + 1);
    const address = addressOf(members, i + 1);
    return begun === undefined ? address : { ...address, memberId: idOf(begun.memberId) };
  });
}

export function idOf(hexadecimal: string): bigint {
  return BigInt(`0x${hexadecimal}`);
}
