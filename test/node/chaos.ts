import { present } from '../../src/base/assert.ts';
import { drawInt, makeDice, type Dice } from '../../src/base/random.ts';
import type { MemberView } from '../../src/node/report/view.ts';
import type { MemberConfig } from '../../src/node/io.ts';
import type { DiskOperation } from '../../src/storage/disk.ts';
import { applyOperations } from '../../src/storage/disk-image.ts';
import { bytes, get, LittleCluster, put } from './little-cluster.ts';

/**
 * Random things happen to a little cluster, one a step: any message first, lost or twice, slow disks, crashes that tear
 * the write under way, clients. A seed makes it all.
 */
export class Chaos {
  readonly cluster: LittleCluster;
  /** hash of the store by applied index: the same on every member that has come so far. */
  readonly hashes = new Map<number, number>();
  readonly #configurations = new Map<number, string>();
  readonly problems: string[] = [];
  crashes = true;
  /** Members come and go, too. */
  membership = false;
  readonly #dice: Dice;

  constructor(seed: number, settings: Partial<MemberConfig> = {}) {
    this.#dice = makeDice(seed, 'chaos');
    this.cluster = new LittleCluster([1, 2, 3], { seed, ...settings });
  }

  run(steps: number): void {
    for (let i = 0; i < steps && this.problems.length === 0; i++) {
      this.#step(this.#draw(0, 99));
      this.#look();
    }
  }

  /** Everybody up, nothing lost, until there is a leader and all have applied the same. */
  heal(): void {
    for (const [id, machine] of this.cluster.machines) if (!machine.up) this.cluster.start(id);
    for (let i = 0; i < 400; i++) {
      this.cluster.tick();
      this.#look();
      const views = this.#views();
      const leader = views
        .filter((view) => view.state === 'StateLeader')
        .reduce<MemberView | undefined>((a, b) => (a !== undefined && a.term > b.term ? a : b), undefined);
      const members = new Set([...(leader?.confState.voters ?? []), ...(leader?.confState.learners ?? [])]);
      const behind = views.filter((view) => members.has(view.id) && view.applied !== leader?.last);
      if (leader === undefined || behind.length > 0) {
        this.#reportSnapshots();
        continue;
      }
      return;
    }
    this.problems.push('not healed after 400 ticks');
  }

  #step(luck: number): void {
    const { cluster } = this;
    const up = [...cluster.machines].filter(([, machine]) => machine.up).map(([id]) => id);
    if (luck < 45) return this.#message();
    if (this.membership && this.#draw(0, 39) === 0) return this.#changeMembers();
    const id = present(up[this.#draw(0, up.length - 1)], 'somebody is up');
    const machine = cluster.machine(id);
    if (luck < 60) {
      if (machine.writes.length > 0) cluster.finishWrite(id);
    } else if (luck < 70) {
      if (machine.applies.length > 0) cluster.finishApply(id);
    } else if (luck < 82) {
      cluster.input(id, { type: 'tick' });
    } else if (luck < 95) {
      this.#client(id);
    } else if (luck < 96) {
      cluster.input(id, { type: 'snapshotNow' });
    } else if (luck < 97) {
      const status = { type: 'snapshotStatus', peer: this.#draw(1, 3), ok: this.#draw(0, 1) === 1 } as const;
      cluster.input(id, status);
    } else if (luck < 98) {
      if (up.length > 1 && this.crashes) this.#crash(id);
    } else {
      const down = [...cluster.machines.keys()].find((other) => !up.includes(other));
      if (down !== undefined) cluster.start(down);
    }
  }

  #message(): void {
    const { cluster } = this;
    if (cluster.flying.length === 0) return;
    const at = this.#draw(0, Math.min(3, cluster.flying.length - 1));
    const message = present(cluster.flying[at], 'a message');
    const luck = this.#draw(0, 99);
    if (luck >= 2 || message.type === 'MsgProp') cluster.flying.splice(at, 1); // 2 in 100 come again
    if (luck > 97 || !cluster.machine(message.to).up) return;
    cluster.input(message.to, { type: 'message', message });
  }

  #client(id: number): void {
    const key = `k${this.#draw(0, 5)}`;
    const luck = this.#draw(0, 9);
    if (luck < 6) this.cluster.request(id, put(key, `${this.#draw(0, 999)}`));
    else if (luck < 7) this.cluster.request(id, { type: 'deleteRange', key: bytes(key) });
    else this.cluster.request(id, get(key, luck < 9 ? 'linearizable' : 'serializable'));
  }

  /** A machine is added, as voter or learner, or somebody is taken out; a new machine begins empty. */
  #changeMembers(): void {
    const { cluster } = this;
    const nodeId = this.#draw(1, 5);
    if (!cluster.machines.has(nodeId)) cluster.start(nodeId);
    const types = ['ConfChangeAddNode', 'ConfChangeAddLearnerNode', 'ConfChangeRemoveNode'] as const;
    const type = present(types[this.#draw(0, 2)], 'a type');
    const asked = this.#draw(1, 3);
    if (!cluster.machine(asked).up) return;
    // Of two voters one may wait for ever to hear that the other has gone: etcd says so, too, and advises three.
    if (type !== 'ConfChangeAddNode' && cluster.member(asked).view().confState.voters.length <= 3) return;
    cluster.change(asked, { version: 1, id: 0, type, nodeId, context: undefined });
  }

  /** The queue is lost, but for a beginning of it that had reached the disk, cut anywhere. */
  #crash(id: number): void {
    const machine = this.cluster.machine(id);
    const written = [...machine.buffered, ...machine.writes.flatMap((write) => write.operations)];
    const whole = this.#draw(0, written.length);
    const kept: DiskOperation[] = written.slice(0, whole);
    const torn = written[whole];
    if (torn?.type === 'append') {
      kept.push({ ...torn, bytes: torn.bytes.slice(0, this.#draw(0, torn.bytes.length)) });
    }
    machine.image = applyOperations(machine.image, kept);
    this.cluster.crash(id);
  }

  #reportSnapshots(): void {
    for (const [id, machine] of this.cluster.machines) {
      for (const { id: peer, state } of machine.member.view().progress) {
        if (state === 'StateSnapshot') this.cluster.input(id, { type: 'snapshotStatus', peer, ok: false });
      }
    }
  }

  #look(): void {
    for (const { id, applied, commit, last, kvHash, first, pendingSnapshotIndex } of this.#views()) {
      if (applied > commit || commit > last || (first > applied + 1 && pendingSnapshotIndex === 0)) {
        this.problems.push(`${id}: first ${first} applied ${applied} commit ${commit} last ${last}`);
      }
      const before = this.hashes.get(applied);
      if (before === undefined) this.hashes.set(applied, kvHash);
      else if (before !== kvHash) this.problems.push(`${id}: another store at ${applied}`);
    }
    this.#lookAtConfigurations();
  }

  #lookAtConfigurations(): void {
    for (const { id, applied, confState, pendingSnapshotIndex } of this.#views()) {
      if (confState.voters.length === 0 || pendingSnapshotIndex !== 0) continue; // knows none, or a later one
      const shown = JSON.stringify(confState);
      const before = this.#configurations.get(applied);
      if (before === undefined) this.#configurations.set(applied, shown);
      else if (before !== shown) this.problems.push(`${id}: ${shown} at ${applied}, not ${before}`);
    }
  }

  #views(): MemberView[] {
    return [...this.cluster.machines.values()]
      .filter((machine) => machine.up)
      .map((machine) => machine.member.view());
  }

  #draw(min: number, max: number): number {
    return drawInt(this.#dice, min, max);
  }
}
