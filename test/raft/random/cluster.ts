import type { NodeId } from '../../../src/base/flavor.ts';
import { drawInt, type Dice, makeDice } from '../../../src/base/random.ts';
import type { ConfState } from '../../../src/raft/entry.ts';
import type { Message } from '../../../src/raft/message.ts';
import { hashBytes } from './app-storage.ts';
import { drawChange } from './draw-change.ts';
import { isMember } from './configurations.ts';
import { Machine } from './machine.ts';
import type { ActName, RunOptions } from './run-options.ts';
import { StepLog } from './step-log.ts';
import { Witness } from './witness.ts';

const ACTS: readonly ActName[] = [
  'deliver',
  'work',
  'tick',
  'propose',
  'read',
  'drop',
  'duplicate',
  'cut',
  'heal',
  'crash',
  'restart',
  'campaign',
  'transfer',
  'forget',
  'compact',
  'change',
  'unreachable',
  'snapshotStatus',
  'destroy',
];

/** Machines are never more than this in a run, those that come and go included; ids are not used twice. */
const IDS_MAX = 20;
/** A network that holds more loses something for every message that comes. */
const MESSAGES_MAX = 120;
const INITIAL = { index: 1, term: 1, hash: 0x12345678 };

/** Machines, the messages between them, and one stream of dice that says what happens next. */
export class Cluster {
  readonly witness: Witness;
  readonly network: Message[] = [];
  readonly log = new StepLog();
  proposals = 0;
  readonly changes = { proposed: 0 };
  /** Bit b of cuts[a]: nothing gets from a to b. */
  private readonly cuts: number[] = [];
  private readonly dice: Dice;
  private readonly table: ActName[] = [];
  private readIds = 0;

  constructor(readonly options: RunOptions) {
    this.dice = makeDice(options.seed, 'scheduler');
    this.witness = new Witness((message) => this.post(message));
    for (const act of ACTS) for (let i = 0; i < options.weights[act]; i++) this.table.push(act);
    const voters = Array.from({ length: options.size }, (_, i) => i + 1);
    const confState: ConfState = {
      voters,
      votersOutgoing: [],
      learners: [],
      learnersNext: [],
      autoLeave: false,
    };
    const { index, term, hash } = INITIAL;
    this.witness.begin(index, term, hash);
    const initial = { index, term, confState, data: hashBytes(hash) };
    for (const id of voters) this.start(new Machine(id, options, this.witness, initial));
  }

  get machines(): (Machine | undefined)[] {
    return this.witness.machines;
  }

  /** One thing happens. */
  act(): void {
    const act = this.table[this.draw(0, this.table.length - 1)] as ActName;
    if (act === 'deliver') return this.deliver(this.takeMessage(), 'deliver');
    if (act === 'drop') return this.drop();
    if (act === 'duplicate') return this.duplicate();
    if (act === 'heal') return this.heal();
    const machine = this.machines[this.draw(1, this.machines.length - 1)];
    if (machine === undefined) return;
    if (machine.alive) this.actOn(machine, act);
    else if (act === 'restart') this.restart(machine);
    else if (act === 'destroy') this.maybeDestroy(machine);
  }

  deliver(message: Message | undefined, how: 'deliver' | 'duplicate'): void {
    if (message === undefined) return;
    const { from, to } = message;
    const machine = this.machines[to];
    if (machine === undefined || !machine.alive || this.isCut(from, to)) return;
    this.log.message(how, message);
    machine.step(message);
    this.maybeHandleReady(machine);
  }

  /** The next thing that its application, disk or local threads have to do. True when there was something. */
  work(machine: Machine): boolean {
    const { appends, applies, inbox, id } = machine;
    const isReady = machine.node.hasReady();
    const choices = (isReady ? 1 : 0) + (appends.length > 0 ? 1 : 0) + (applies.length > 0 ? 1 : 0);
    const all = choices + (inbox.length > 0 ? 1 : 0);
    if (all === 0) return false;
    let choice = all === 1 ? 0 : this.draw(0, all - 1);
    if (isReady && choice-- === 0) {
      this.log.add('ready', id);
      machine.handleReady();
    } else if (appends.length > 0 && choice-- === 0) {
      this.log.add('write', id);
      machine.finishWrite(true);
    } else if (applies.length > 0 && choice-- === 0) {
      this.log.add('apply', id);
      machine.finishApply();
    } else {
      this.log.add('answer', id);
      machine.takeAnswer();
    }
    return true;
  }

  tick(machine: Machine): void {
    this.log.add('tick', machine.id);
    machine.node.tick();
    this.witness.looked(machine);
  }

  propose(machine: Machine): void {
    const number = ++this.proposals;
    const isLarge = this.draw(0, 9) === 0;
    const data = new Uint8Array(4 + (isLarge ? this.draw(60, 250) : this.draw(0, 16)));
    data.set(hashBytes(number));
    this.log.add('propose', machine.id, number);
    machine.node.propose(data);
    this.witness.looked(machine);
  }

  restart(machine: Machine): void {
    this.log.add('restart', machine.id);
    machine.restart();
    this.witness.looked(machine);
  }

  heal(): void {
    this.cuts.length = 0;
    this.log.add('heal', 0);
  }

  snapshotStatus(machine: Machine, isDone: boolean): void {
    for (const { id, state } of machine.raft.tracker.progress) {
      if (state !== 'StateSnapshot') continue;
      this.log.add(isDone ? 'snapshotDone' : 'snapshotFailed', machine.id, id);
      machine.node.reportSnapshot(id, isDone ? 'finish' : 'failure');
      this.witness.looked(machine);
      return;
    }
  }

  /** A machine that has been removed, as everybody knows for good, is gone with its disk. */
  maybeDestroy(machine: Machine): void {
    const others = this.machines.filter(
      (other) => other !== undefined && other !== machine && !isBlank(other),
    );
    if (isBlank(machine) || others.length === 0) return;
    if (!others.every((other) => other !== undefined && hasForgotten(other, machine))) return;
    this.log.add('destroy', machine.id);
    machine.crash();
    this.machines[machine.id] = undefined;
  }

  private actOn(machine: Machine, act: ActName): void {
    const { id, node } = machine;
    switch (act) {
      case 'work':
        this.work(machine);
        return;
      case 'tick':
        this.tick(machine);
        break;
      case 'propose':
        this.proposeSome(machine);
        break;
      case 'read':
        this.read(machine);
        break;
      case 'cut':
        return this.cut(id);
      case 'crash':
        return this.crash(machine);
      case 'compact':
        this.log.add('compact', id);
        machine.storage.unavailable = this.draw(0, 7) === 0;
        return machine.compact(this.draw(0, 4));
      case 'change':
        this.change(machine);
        break;
      case 'snapshotStatus':
        this.snapshotStatus(machine, this.draw(0, 1) === 0);
        break;
      case 'destroy':
        return this.maybeDestroy(machine);
      case 'restart':
        return;
      default:
        this.command(machine, act, this.draw(1, this.machines.length - 1));
    }
    this.witness.looked(machine);
    if (node.hasReady()) this.maybeHandleReady(machine);
  }

  private command({ id, node }: Machine, act: ActName, other: NodeId): void {
    this.log.add(act, id, other);
    if (act === 'campaign') node.campaign();
    else if (act === 'transfer') node.transferLeader(other);
    else if (act === 'forget') node.forgetLeader();
    else if (act === 'unreachable') node.reportUnreachable(other);
  }

  private start(machine: Machine): void {
    this.machines[machine.id] = machine;
    this.witness.looked(machine);
  }

  private proposeSome(machine: Machine): void {
    const count = this.draw(0, 9) === 0 ? 12 : 1;
    for (let i = 0; i < count; i++) this.propose(machine);
  }

  private read(machine: Machine): void {
    const number = ++this.readIds & 0xffff;
    this.log.add('read', machine.id, number);
    this.witness.ask(number);
    machine.node.readIndex(Uint8Array.of(number & 255, number >> 8));
  }

  /** At the leader, on its configuration: then it is valid when it is applied. */
  private change(machine: Machine): void {
    const { raft, id } = machine;
    if (raft.role !== 'StateLeader') return;
    const draw = (min: number, max: number): number => this.draw(min, max);
    const fresh = this.machines.length <= IDS_MAX ? this.machines.length : undefined;
    const change = drawChange(raft.tracker.config, fresh, this.options.size, draw);
    if (change === undefined) return;
    for (const { nodeId } of change.changes)
      if (nodeId === this.machines.length)
        this.start(new Machine(nodeId, this.options, this.witness, undefined));
    this.changes.proposed++;
    this.log.add('change', id, 0, change);
    const [first] = change.changes;
    const isOld =
      change.changes.length === 1 && change.transition === 'ConfChangeTransitionAuto' && draw(0, 1) === 0;
    if (isOld && first !== undefined)
      machine.node.proposeConfChange({ version: 1, id: 0, context: undefined, ...first });
    else machine.node.proposeConfChange(change);
  }

  private crash(machine: Machine): void {
    if (machine.isAsync && this.draw(0, 1) === 0) {
      this.log.add('writeUntold', machine.id);
      machine.finishWrite(false);
    }
    this.log.add('crash', machine.id);
    machine.crash();
  }

  /** One way or both, or alone. */
  private cut(id: NodeId): void {
    const other = this.draw(1, this.machines.length - 1);
    const mask = this.draw(0, 1) === 0 ? -1 : 1 << other;
    this.log.add('cut', id, mask);
    this.cuts[id] = (this.cuts[id] ?? 0) | mask;
    if (mask === -1)
      for (let b = 1; b < this.machines.length; b++) this.cuts[b] = (this.cuts[b] ?? 0) | (1 << id);
  }

  private isCut(from: NodeId, to: NodeId): boolean {
    return this.cuts.length > 0 && ((this.cuts[from] ?? 0) & (1 << to)) !== 0;
  }

  private drop(): void {
    const message = this.takeMessage();
    if (message !== undefined) this.log.message('drop', message);
  }

  private duplicate(): void {
    if (this.network.length > 0)
      this.deliver(this.network[this.draw(0, this.network.length - 1)], 'duplicate');
  }

  private takeMessage(): Message | undefined {
    const { network } = this;
    if (network.length === 0) return undefined;
    const at = this.draw(0, network.length - 1);
    const message = network[at];
    const last = network.pop();
    if (at < network.length && last !== undefined) network[at] = last;
    return message;
  }

  private post(message: Message): void {
    if (this.network.length >= MESSAGES_MAX) this.takeMessage();
    this.network.push(message);
  }

  private maybeHandleReady(machine: Machine): void {
    if (this.options.eager < 100 && this.draw(1, 100) > this.options.eager) return;
    if (!machine.node.hasReady()) return;
    this.log.add('ready', machine.id);
    machine.handleReady();
  }

  private draw(min: number, max: number): number {
    return drawInt(this.dice, min, max);
  }
}

/** Knows of no configuration yet. */
function isBlank(machine: Machine): boolean {
  return machine.raft.tracker.progress.length === 0;
}

/** The other is no member for this machine, nor will be when it starts again. */
function hasForgotten({ alive, raft, app, hardState }: Machine, other: Machine): boolean {
  const isStored = hardState.commit >= app.confIndex && app.applied >= hardState.commit;
  const isNewer = app.confIndex >= other.app.confIndex;
  const isCalm = alive && raft.log.unstable.snapshot === undefined;
  return isCalm && isStored && isNewer && !isMember(raft.tracker.config, other.id);
}
