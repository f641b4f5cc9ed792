import type { NodeFrame, StoreFrame } from '../../lab/frame/frame.ts';
import { formatBytes, formatHash } from '../say/format.ts';

/** What two members say of the same thing. */
export interface ComparedFact {
  readonly field:
    | 'revision'
    | 'compactRevision'
    | 'keyCount'
    | 'kvHash'
    | 'sizeBytes'
    | 'leaseCount'
    | 'alarms'
    | 'authEnabled'
    | 'authRevision';
  readonly here: string;
  readonly there: string;
  readonly differs: boolean;
}

/** The stores of two members fact by fact. Sizes are a member's own matter: they may differ while all is well. */
export function compareStores(
  here: { readonly store: StoreFrame; readonly node: NodeFrame | undefined },
  there: { readonly store: StoreFrame; readonly node: NodeFrame | undefined },
): readonly ComparedFact[] {
  const [mine, theirs] = [factsOf(here.store, here.node), factsOf(there.store, there.node)];
  return mine.map(([field, value], i) => {
    const other = theirs[i]?.[1] ?? '';
    return { field, here: value, there: other, differs: field !== 'sizeBytes' && value !== other };
  });
}

function factsOf(
  { revision, compactRevision, etcd }: StoreFrame,
  node: NodeFrame | undefined,
): readonly (readonly [ComparedFact['field'], string])[] {
  const { view } = node ?? {};
  return [
    ['revision', String(revision)],
    ['compactRevision', String(compactRevision)],
    ['keyCount', view ? String(view.keyCount) : ''],
    ['kvHash', view ? formatHash(view.kvHash) : ''],
    ['sizeBytes', formatBytes(etcd.sizeBytes)],
    ['leaseCount', String(etcd.leaseCount)],
    ['alarms', etcd.alarms.map(({ node: by, alarm }) => `${alarm} n${by ?? '?'}`).join(' ') || '–'],
    ['authEnabled', etcd.auth.enabled ? '✓' : '–'],
    ['authRevision', String(etcd.auth.revision)],
  ];
}
