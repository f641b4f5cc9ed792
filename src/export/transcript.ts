import type { NodeId } from '../base/flavor.ts';
import type { DiskWrite, NodeInput, NodeOutput } from '../node/io.ts';
import type { Message } from '../raft/message.ts';
import { asV2 } from '../raft/raftpb/conf-change.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import { isPeerMessage } from '../sim/world/bus-message.ts';
import type { LabConfig } from '../sim/world/config.ts';
import type { World } from '../sim/world/world.ts';
import { formatConfChanges } from '../transcript/conf-change-text.ts';
import { parseCommand } from '../transcript/datadriven.ts';
import { runInteraction } from '../transcript/interaction-commands.ts';
import { Interaction } from '../transcript/interaction.ts';
import { msText } from './happening-text.ts';
import type { Stretch, Writer } from './writer.ts';

/** Nodes of a transcript begin from a snapshot, here at this index and in term 1: in it indexes are larger by so much. */
const BASE = 2;

/** Something that the notation has no word for; the transcript ends before it. */
class Unsayable extends Error {}

/**
 * The run as a transcript of raft's interaction environment, from its beginning on: a state in the middle of a run is none
 * that the notation can begin with, so what lies before the stretch is done quietly. The commands are done to raft alone as
 * they are written, which gives their output; and after each event the messages must be those of the run. Where they are
 * not, or the notation has no word for what happened, the transcript ends, and says with which event and why.
 */
export class TranscriptWriter implements Writer {
  readonly #env = new Interaction();
  readonly #lines: string[];
  readonly #from: number;
  /** Of each node's writes under way, the oldest first, whether raft asked for them. */
  readonly #writes = new Map<NodeId, boolean[]>();
  readonly #flights = new Map<number, Message>();
  readonly #lost = new Set<number>();
  readonly #drawn = new Map<NodeId, number>();
  /** Messages of the environment whose likes the run has sent already. */
  #seen: ReadonlySet<Message> = new Set();
  #isQuiet = false;
  #ended: string | undefined;

  constructor(world: World, { from, to }: Stretch) {
    this.#from = from;
    this.#lines = [
      `# Raft, ${msText(from)} to ${msText(to)} ms, from the beginning of the run on: what is before is quiet.`,
      `# Indexes are larger by ${BASE} than in the run, values stand for what was put.`,
      '# deliver-msgs with from= (self: the node itself and its threads), skip= and count= are words of Quorumscope alone.',
      '',
    ];
    this.#attempt(undefined, () => {
      if (from > 0) this.#quiet(true);
      this.#begin(world.config);
      for (const { id, image, disk } of world.machines.values()) {
        this.#writes.set(
          id,
          disk.queue.map(({ write }) => isOfRaft(write)),
        );
        this.#drawAs(id, image?.view().randomizedElectionTimeout ?? 0);
      }
    });
  }

  append(event: WorldEvent): void {
    this.#attempt(event, () => {
      if (this.#isQuiet && event.at >= this.#from) this.#quiet(false);
      this.#take(event);
    });
  }

  end(): string {
    return `${[...this.#lines, ...(this.#ended === undefined ? [] : [`# ${this.#ended}`])].join('\n')}\n`;
  }

  #attempt(event: WorldEvent | undefined, work: () => void): void {
    if (this.#ended !== undefined) return;
    try {
      work();
    } catch (error) {
      if (!(error instanceof Unsayable)) throw error;
      const where = event === undefined ? 'The run' : `Event ${event.number} at ${msText(event.at)} ms`;
      this.#ended = `${where} and what follows cannot be said: ${error.message}`;
    }
  }

  #begin(config: LabConfig): void {
    const plain = config.bootstrap === 'plain' && config.heartbeatTicks === 1 && config.storage === 'async';
    if (
      !plain ||
      config.layout !== undefined ||
      config.drawing !== undefined ||
      config.brokenRules.length > 0 ||
      config.readyByHand
    )
      throw new Unsayable(
        'it has settings that add-nodes does not know (bootstrap, storage, heartbeatTicks, layout, drawing, brokenRules)',
      );
    const { nodes, learners } = config;
    const ids = Array.from({ length: nodes + learners }, (_, i) => i + 1);
    const options = [
      `voters=(${ids.slice(0, nodes).join(',')})`,
      ...(learners > 0 ? [`learners=(${ids.slice(nodes).join(',')})`] : []),
      `index=${BASE}`,
      'async-storage-writes=true',
      `election-tick=${config.electionTicks}`,
      `inflight=${config.maxInflightMsgs}`,
      `max-size-per-msg=${config.maxSizePerMsg}`,
      ...(config.preVote ? ['prevote=true'] : []),
      ...(config.checkQuorum ? ['checkquorum=true'] : []),
      ...(config.readOnly === 'leaseBased' ? ['read-only=lease-based'] : []),
      ...(config.stepDownOnRemoval ? ['step-down-on-removal=true'] : []),
    ];
    this.#do(`add-nodes ${ids.length} ${options.join(' ')}`);
  }

  #take(event: WorldEvent): void {
    for (const { message, end } of event.ended) if (end !== 'delivered') this.#lost.add(message);
    for (const flight of event.sent) {
      if (flight.forged !== undefined) throw new Unsayable('a message is forged');
      if (flight.copyOf !== undefined) throw new Unsayable('a message is there twice');
      this.#flights.set(flight.id, flight.payload as Message);
    }
    this.#drop();
    const { command, input, output, node } = event;
    if (command?.type === 'restart' || command?.type === 'addMachine' || command?.type === 'forceNewCluster')
      throw new Unsayable(
        `a node begins anew (${command.type}), and the notation restarts only nodes with synchronous storage`,
      );
    if (input === undefined || output === undefined) return;
    this.#input(node, input, event);
    if (asksToRead(input, output)) this.#do(`read-index ${node} read-${event.number}`);
    while (this.#env.member(node).raft.hasReady()) this.#do(`process-ready ${node}`);
    const { writes, trace, changes, sends } = output;
    for (const write of writes) this.#writes.get(node)?.push(isOfRaft(write));
    for (const decision of trace)
      if (decision.type === 'logCompacted') this.#do(`compact ${node} ${decision.index + BASE}`);
    if (
      changes.randomizedElectionTimeout !== undefined ||
      changes.state !== undefined ||
      changes.term !== undefined
    )
      this.#drawAs(node, changes.randomizedElectionTimeout ?? this.#drawn.get(node) ?? 0);
    this.#compare(node, sends);
  }

  #drawAs(node: NodeId, ticks: number): void {
    this.#drawn.set(node, ticks);
    if (ticks > 0) this.#do(`set-randomized-election-timeout ${node} timeout=${ticks}`);
  }

  #input(node: NodeId, input: NodeInput, { output }: WorldEvent): void {
    switch (input.type) {
      case 'tick':
        return this.#do(`tick-heartbeat ${node}`);
      case 'message':
        return this.#choose(input.message, false);
      case 'campaign':
        return this.#do(`campaign ${node}`);
      case 'transferLeader':
        return this.#do(`transfer-leadership from=${node} to=${input.to}`);
      case 'forgetLeader':
        return this.#do(`forget-leader ${node}`);
      case 'unreachable':
        return this.#do(`report-unreachable ${node} ${input.peer}`);
      case 'snapshotStatus':
        return this.#do(`report-snapshot ${node} ${input.peer} ${input.ok ? 'finish' : 'failure'}`);
      case 'confChange': {
        const { change } = input;
        const changes = formatConfChanges(asV2(change).changes);
        const how = change.version === 1 ? ' v1=true' : ` transition=${transitions[change.transition]}`;
        return this.#do(`propose-conf-change ${node}${how}`, changes);
      }
      case 'writeDone':
        if (this.#writes.get(node)?.shift() !== true) return;
        this.#do(`process-append-thread ${node}`);
        return this.#self(node);
      case 'applyDone':
        this.#do(`process-apply-thread ${node}`);
        return this.#self(node);
      default: {
        if (output?.trace.some(({ type }) => proposals.has(type)) === true)
          this.#do(`propose ${node} ${nameOf(input)}`);
      }
    }
  }

  /** What the node and its threads have for the node itself. */
  #self(node: NodeId): void {
    if (this.#env.messages.some(({ from, to }) => to === node && (from === node || from < 0)))
      this.#do(`deliver-msgs ${node} from=self`);
  }

  /** One message is delivered, or lost. */
  #choose(message: Message, drop: boolean): void {
    const { to, from, type } = message;
    const all = this.#env.messages.filter((each) => each.to === to);
    const alike = all.filter((each) => each.from === from && each.type === type);
    const wanted = keyOf(message, BASE);
    const skip = alike.findIndex((each) => keyOf(each, 0) === wanted);
    if (skip < 0) throw new Unsayable(`${wanted} is not under way there`);
    const whom = drop ? `drop=(${to})` : `${to}`;
    const sender = all.some((each) => each.type === type && each.from !== from) ? ` from=${from}` : '';
    const which = `${skip > 0 ? ` skip=${skip}` : ''}${alike.length > 1 ? ' count=1' : ''}`;
    this.#do(`deliver-msgs ${whom} type=${type}${sender}${which}`);
  }

  #drop(): void {
    for (const id of this.#lost) {
      const message = this.#flights.get(id);
      this.#lost.delete(id);
      this.#flights.delete(id);
      if (message !== undefined && !isPeerMessage(message)) this.#choose(message, true);
    }
  }

  /** What the environment has sent to others just now must be what the run has sent. */
  #compare(node: NodeId, sends: readonly Message[]): void {
    const sent = this.#env.messages.filter(
      (each) => each.from === node && each.to !== node && !this.#seen.has(each),
    );
    this.#seen = new Set(this.#env.messages);
    const [here, run] = [sent.map((each) => keyOf(each, 0)), sends.map((each) => keyOf(each, BASE))];
    const at = Array.from({ length: Math.max(here.length, run.length) }).findIndex(
      (_, i) => here[i] !== run[i],
    );
    if (at >= 0)
      throw new Unsayable(`raft alone sends ${here[at] ?? 'nothing'}, the run ${run[at] ?? 'nothing'}`);
  }

  #quiet(isQuiet: boolean): void {
    this.#isQuiet = isQuiet;
    this.#do(`log-level ${isQuiet ? 'none' : 'debug'}`);
  }

  #do(text: string, input = ''): void {
    const lines = input === '' ? [] : [input];
    const directive = { ...parseCommand(text), line: 1, input: lines, expected: [] };
    const output = runInteraction(this.#env, directive).trimEnd();
    this.#lines.push(text, ...lines, '----', output, '');
  }
}

const transitions = {
  ConfChangeTransitionAuto: 'auto',
  ConfChangeTransitionJointImplicit: 'implicit',
  ConfChangeTransitionJointExplicit: 'explicit',
} as const;

/** Repairs, purges and the first record of a log are the member's own. */
function isOfRaft({ operations, entries, hardState, snapshot }: DiskWrite): boolean {
  return operations.length === 0 || entries > 0 || hardState || snapshot;
}

const proposals: ReadonlySet<string> = new Set(['entriesAppended', 'proposalForwarded', 'proposalDropped']);

const readQuestions: ReadonlySet<string> = new Set([
  'readIndexAsked',
  'readIndexForwarded',
  'readIndexPostponed',
  'readIndexDropped',
]);

/** A member asks for a read index with a call, when the answer to the one before has come, or again after a while. */
function asksToRead(input: NodeInput, { trace }: NodeOutput): boolean {
  if (input.type === 'message' && input.message.type === 'MsgReadIndex') return false;
  return trace.some(({ type }) => readQuestions.has(type));
}

/** A name for what is proposed, in one word. */
function nameOf(input: NodeInput): string {
  const what = input.type === 'request' ? `${input.operation.type}-${input.request}` : input.type;
  return what.replaceAll(/[^\w-]/g, '-');
}

/** All that a message says but for its data, with indexes that are larger by so much. */
function keyOf(message: Message, more: number): string {
  // What a leader does not know yet of a peer is 0 in both, and the snapshot is what all have.
  const index = (value: number) => Math.max(value + more, BASE);
  const parts: (string | number | bigint)[] = [`${message.from}->${message.to}`, message.type, message.term];
  const isPlaced = message.type === 'MsgApp' || message.type === 'MsgVote' || message.type === 'MsgPreVote';
  // The run's log begins at (0, 0): the snapshot, here, is of term 1.
  if (isPlaced)
    parts.push(`${message.index === 0 && more > 0 ? 1 : message.logTerm}/${index(message.index)}`);
  if (message.type === 'MsgAppResp') parts.push(index(message.index), String(message.reject));
  if (message.type === 'MsgVoteResp' || message.type === 'MsgPreVoteResp') parts.push(String(message.reject));
  if (message.type === 'MsgApp' || message.type === 'MsgHeartbeat')
    parts.push(`commit ${index(message.commit)}`);
  if ('entries' in message && message.type === 'MsgApp')
    parts.push(...message.entries.map((entry) => `${entry.term}/${index(entry.index)} ${entry.type}`));
  if (message.type === 'MsgSnap') parts.push(`snapshot ${index(message.snapshot.index)}`);
  return parts.join(' ');
}
