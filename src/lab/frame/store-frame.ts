import type { StoreView } from '../../node/report/store-view.ts';
import type { KeyValue, LeaseId } from '../../etcd/request.ts';
import type { NodeId, Revision } from '../../base/flavor.ts';
import type { KeyRecord } from '../../etcd/mvcc/key-record.ts';
import type { MemberImage } from '../../node/report/image.ts';
import type { FrameRequest } from './frame.ts';
import { remembered, rememberedLast } from './remembered.ts';

export interface StoreFrame {
  readonly node: NodeId;
  readonly revision: number;
  readonly compactRevision: number;
  /** The first `limit` keys as of the asked revision, ascending; values are bytes. */
  readonly kvs: readonly KeyValue[];
  readonly count: number;
  /** The last changes, oldest first. */
  readonly changes: readonly {
    readonly revision: number;
    readonly key: Uint8Array;
    readonly type: 'put' | 'delete';
  }[];
  /** Every change from `first` to `last` that is still known, oldest first. */
  readonly history: {
    readonly first: Revision;
    readonly last: Revision;
    readonly records: readonly RecordFrame[];
  };
  /** Leases, watches, alarms, users, sizes. */
  readonly etcd: StoreView;
}

/** One change of one key: a put, or a tombstone. */
export interface RecordFrame {
  readonly revision: Revision;
  /** Its place among the changes of its revision, from 0. */
  readonly sub: number;
  readonly key: Uint8Array;
  /** Its first bytes; of `valueBytes`. */
  readonly value: Uint8Array;
  readonly valueBytes: number;
  /** 0 for a tombstone. */
  readonly createRevision: Revision;
  readonly version: number;
  readonly lease: LeaseId;
  readonly deleted: boolean;
}

const CHANGES_SHOWN = 50;
/** Revisions of the history, when nobody says how many. */
const REVISIONS_SHOWN = 100;
/** Of leases, of watches, of a lease's keys. */
const ITEMS_SHOWN = 100;
/** Bytes of a value in a history. */
const VALUE_SHOWN = 64;

/** A member's store, as far as it is asked for. */
export function storeFrame(
  members: ReadonlyMap<NodeId, MemberImage | undefined>,
  request: FrameRequest['store'],
): StoreFrame | undefined {
  const member = request === undefined ? undefined : members.get(request.node);
  if (request === undefined || member === undefined) return undefined;
  return { node: request.node, ...keysFrame(member, request), etcd: member.storeView(ITEMS_SHOWN) };
}

type KeysFrame = Omit<StoreFrame, 'node' | 'etcd'>;

/** What has been shown of a store that has not changed since is the very same. */
const keysOf = rememberedLast<KeysFrame>();

function keysFrame(member: MemberImage, request: NonNullable<FrameRequest['store']>): KeysFrame {
  const { revision, compactRevision } = member.view();
  const { limit, revision: asked, revisions = REVISIONS_SHOWN } = request;
  const key = `${revision} ${compactRevision} ${asked} ${limit} ${revisions}`;
  return keysOf(member.storePart, key, () => {
    const { first, last } = historyWindow(revision, asked, revisions);
    return {
      revision,
      compactRevision,
      ...member.range(asked, limit),
      changes: member.recentChanges(CHANGES_SHOWN),
      history: { first, last, records: member.records(first, last).map(recordFrame) },
    };
  });
}

/** The newest revisions; or, when an older one is asked for, those with it in their last quarter. */
export function historyWindow(
  newest: Revision,
  asked: Revision,
  revisions: number,
): { readonly first: Revision; readonly last: Revision } {
  const count = Math.max(1, revisions);
  const wanted = asked > 0 && asked <= newest - count ? asked + Math.floor(count / 4) : newest;
  const last = Math.max(1, Math.min(newest, Math.max(wanted, count)));
  return { first: Math.max(1, last - count + 1), last };
}

const recordFrame = remembered(
  ({ main, sub, key, value, createRevision, version, lease, deleted }: KeyRecord): RecordFrame => ({
    revision: main,
    sub,
    key,
    value: value.slice(0, VALUE_SHOWN),
    valueBytes: value.length,
    createRevision,
    version,
    lease,
    deleted,
  }),
);
