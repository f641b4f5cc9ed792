import type { LeaseId } from '../../etcd/request.ts';
import type { MemberChanges } from '../../node/report/changes.ts';
import { textOf } from '../language/text.ts';

/**
 * Which keys hang on which lease, as the members' records tell it: when a lease ends, its keys may be gone, though
 * nobody has called for that.
 */
export class LeaseKeys {
  readonly #leaseOf = new Map<string, LeaseId>();
  readonly #ended = new Set<LeaseId>();

  /** Takes a record in. Returns the keys of leases of whose end it is the first to tell. */
  take({ records, leases }: MemberChanges): string[] {
    for (const { key, lease, deleted } of records ?? []) {
      if (deleted) continue; // by whom is not said: if by its lease's end, that is told below
      if (lease === 0n) this.#leaseOf.delete(textOf(key));
      else this.#leaseOf.set(textOf(key), lease);
    }
    const gone = (leases ?? []).filter((each) => each.lease === undefined && !this.#ended.has(each.id));
    for (const { id } of gone) this.#ended.add(id);
    const ids = new Set(gone.map(({ id }) => id));
    return [...this.#leaseOf].filter(([, lease]) => ids.has(lease)).map(([key]) => key);
  }
}
