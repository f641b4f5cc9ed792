import { encodeUtf8 } from '../base/utf8.ts';
import type { NodeId } from '../base/flavor.ts';
import type { ConfChangeTransition } from '../raft/entry.ts';
import { isMessageType } from '../raft/message.ts';
import { parseAddNodes } from './add-nodes.ts';
import { allowKeys, exactly, parseBoolean, parseWhole, valueOf, words } from './arguments.ts';
import { parseConfChanges } from './conf-change-text.ts';
import { TranscriptError, parseCommand } from './datadriven.ts';
import type { Argument, Directive } from './datadriven.ts';
import { describeSnapshot } from './describe-message.ts';
import { describeProgress, describeRole, describeStatus, raftErrorText } from './describe-node.ts';
import { quoteBytes } from './go-format.ts';
import type { Interaction } from './interaction.ts';
import { Member, storageErrorText } from './member.ts';
import { parseLogLevel } from './output.ts';

/** Does a command and answers an error's text, if it comes to one. */
type Handler = (env: Interaction, args: readonly Argument[], input: readonly string[]) => string | undefined;

const handlers: Readonly<Record<string, Handler>> = {
  'add-nodes': (env, args) => {
    const asked = parseAddNodes(args);
    if (typeof asked === 'string') return asked;
    for (let i = 0; i < asked.count; i++) {
      env.members.push(new Member(asked.configOf(env.members.length + 1), asked.snapshot));
    }
    return undefined;
  },
  campaign: (env, args) => errorText(oneMember(env, args).raft.campaign()),
  propose: (env, args) => {
    const [id, data] = exactly(2, args);
    return errorText(memberOf(env, id).raft.propose(encodeUtf8(data ?? '')));
  },
  'propose-conf-change': proposeConfChange,
  'process-ready': (env, args) => forEach(env, args, 'handling Ready', (id) => env.processReady(id)),
  'process-append-thread': (env, args) =>
    forEach(env, args, 'processing append thread', (id) => env.processAppendThread(id)),
  'process-apply-thread': (env, args) =>
    forEach(env, args, 'processing apply thread', (id) => env.processApplyThread(id)),
  'deliver-msgs': deliverMsgs,
  stabilize: (env, args) => {
    allowKeys(args, ['log-level']);
    const before = env.output.level;
    const level = valueOf(args, 'log-level');
    if (level !== undefined) env.output.level = parseLogLevel(level);
    const ids = memberIds(env, args);
    const error = env.stabilize(ids.length > 0 ? ids : env.members.map((_, i) => i + 1));
    env.output.level = before;
    return error;
  },
  'tick-heartbeat': (env, args) => tick(oneMember(env, args), 'heartbeatTick'),
  'tick-election': (env, args) => tick(oneMember(env, args), 'electionTick'),
  'set-randomized-election-timeout': (env, args) => {
    allowKeys(args, ['timeout']);
    const timeout = parseWhole(valueOf(args, 'timeout') ?? '0', 'timeout');
    if (timeout === 0) throw new TranscriptError('takes timeout=, and not 0');
    memberOf(env, words(args)[0]).raft.setRandomizedElectionTimeout(timeout);
    return undefined;
  },
  compact: (env, args) => {
    const [id, index] = exactly(2, args);
    const member = memberOf(env, id);
    const error = member.storage.compact(parseWhole(index ?? '', 'index'));
    if (error !== undefined) return storageErrorText[error];
    env.describeLog(member.config.id);
    return undefined;
  },
  'raft-log': (env, args) => {
    env.describeLog(oneMember(env, args).config.id);
    return undefined;
  },
  'raft-state': (env) => {
    for (const { raft } of env.members) env.output.line(describeRole(raft.status()));
    return undefined;
  },
  status: (env, args) => {
    for (const progress of oneMember(env, args).raft.status().progress) {
      env.output.line(`${progress.id}: ${describeProgress(progress)}`);
    }
    return undefined;
  },
  'full-status': (env) => {
    for (const { raft } of env.members) env.output.line(describeStatus(raft.status()));
    return undefined;
  },
  'app-state': (env, args) => {
    const newest = oneMember(env, args).newest();
    env.output.line(`${describeSnapshot(newest)} data=${quoteBytes(newest.data ?? new Uint8Array(0))}`);
    return undefined;
  },
  'log-level': (env, args) => {
    env.output.level = parseLogLevel(exactly(1, args)[0] ?? '');
    return undefined;
  },
  'report-unreachable': (env, args) => {
    const [reporter, lost] = exactly(2, args);
    memberOf(env, reporter).raft.reportUnreachable(parseWhole(lost ?? '', 'node'));
    return undefined;
  },
  'report-snapshot': (env, args) => {
    const [reporter, recipient, status] = exactly(3, args);
    if (status !== 'finish' && status !== 'failure') throw new TranscriptError('takes finish or failure');
    memberOf(env, reporter).raft.reportSnapshot(parseWhole(recipient ?? '', 'node'), status);
    return undefined;
  },
  'transfer-leadership': (env, args) => {
    allowKeys(args, ['from', 'to']);
    const transferee = memberOf(env, valueOf(args, 'to'));
    memberOf(env, valueOf(args, 'from')).raft.transferLeader(transferee.config.id);
    return undefined;
  },
  'forget-leader': (env, args) => {
    oneMember(env, args).raft.forgetLeader();
    return undefined;
  },
  'read-index': (env, args) => {
    const [id, context] = exactly(2, args);
    memberOf(env, id).raft.readIndex(encodeUtf8(context ?? ''));
    return undefined;
  },
  'send-snapshot': (env, args) => {
    const [from, to] = exactly(2, args);
    env.sendSnapshot(memberOf(env, from).config.id, parseWhole(to ?? '', 'node'));
    return undefined;
  },
  restart: (env, args) => {
    const member = oneMember(env, args);
    if (member.config.asyncStorageWrites)
      throw new TranscriptError('only a node with synchronous storage restarts');
    member.restart();
    return undefined;
  },
  _breakpoint: () => undefined,
};

export const interactionCommands: readonly string[] = Object.keys(handlers);

/**
 * Runs a directive and answers what it says: an error last, nothing at all as `ok`, and at log level NONE only
 * errors. Lines of input are further commands, but to propose-conf-change, whose changes they are.
 */
export function runInteraction(env: Interaction, directive: Directive): string {
  let quietError = runSingle(env, directive.name, directive.args, directive.input);
  if (directive.name !== 'propose-conf-change') {
    for (const line of directive.input) {
      if (quietError !== undefined) break;
      const { name, args } = parseCommand(line);
      quietError = runSingle(env, name, args, []);
    }
  }
  const text = env.output.take();
  return quietError ?? (text === '' ? 'ok' : text);
}

/** Runs one command. Its error is written, or answered where nothing may be written. */
function runSingle(
  env: Interaction,
  name: string,
  args: readonly Argument[],
  input: readonly string[],
): string | undefined {
  const handler = handlers[name];
  if (handler === undefined) throw new TranscriptError(`unknown command: ${name}`);
  const error = handler(env, args, input);
  if (error !== undefined && env.output.quiet) return error;
  env.output.write(error ?? '');
  return undefined;
}

const transitions: Readonly<Record<string, ConfChangeTransition>> = {
  auto: 'ConfChangeTransitionAuto',
  implicit: 'ConfChangeTransitionJointImplicit',
  explicit: 'ConfChangeTransitionJointExplicit',
};

function proposeConfChange(
  env: Interaction,
  args: readonly Argument[],
  input: readonly string[],
): string | undefined {
  allowKeys(args, ['v1', 'transition']);
  const { raft } = memberOf(env, words(args)[0]);
  const name = valueOf(args, 'transition') ?? 'auto';
  const transition = transitions[name];
  if (transition === undefined) return `unknown transition ${name}`;
  const changes = parseConfChanges(input.join(' '));
  if (!parseBoolean(valueOf(args, 'v1') ?? 'false', 'v1')) {
    return errorText(raft.proposeConfChange({ version: 2, transition, changes, context: undefined }));
  }
  const [change, ...others] = changes;
  if (change === undefined || others.length > 0 || name !== 'auto') {
    return 'v1 conf change can only have one operation and no transition';
  }
  return errorText(raft.proposeConfChange({ version: 1, id: 0, ...change, context: undefined }));
}

function deliverMsgs(env: Interaction, args: readonly Argument[]): undefined {
  allowKeys(args, ['drop', 'type', 'from', 'skip', 'count']);
  const type = valueOf(args, 'type');
  if (type !== undefined && !isMessageType(type)) throw new TranscriptError(`unknown message type ${type}`);
  const recipients = args.flatMap(({ key, values }) => {
    if (values.length === 0) return [{ id: parseWhole(key, 'node'), drop: false }];
    return key === 'drop' ? values.map((id) => ({ id: parseWhole(id, 'node'), drop: true })) : [];
  });
  const [sender, most] = [valueOf(args, 'from'), valueOf(args, 'count')];
  const from = sender === undefined || sender === 'self' ? sender : parseWhole(sender, 'from');
  const count = most === undefined ? undefined : parseWhole(most, 'count');
  const skip = parseWhole(valueOf(args, 'skip') ?? '0', 'skip');
  if (env.deliver(recipients, { type, from, skip, count }) === 0) env.output.line('no messages');
}

/** For one node just does it; for several each with a header, and set in. */
function forEach(
  env: Interaction,
  args: readonly Argument[],
  what: string,
  work: (id: NodeId) => string | undefined,
): string | undefined {
  const ids = memberIds(env, args);
  for (const id of ids) {
    let error: string | undefined;
    if (ids.length > 1) {
      env.output.line(`> ${id} ${what}`);
      env.output.indented(() => (error = work(id)));
    } else {
      error = work(id);
    }
    if (error !== undefined) return error;
  }
  return undefined;
}

function tick({ config, raft }: Member, clock: 'heartbeatTick' | 'electionTick'): undefined {
  for (let i = 0; i < config[clock]; i++) raft.tick();
}

function memberIds(env: Interaction, args: readonly Argument[]): NodeId[] {
  return words(args).map((id) => memberOf(env, id).config.id);
}

function oneMember(env: Interaction, args: readonly Argument[]): Member {
  return memberOf(env, exactly(1, args)[0]);
}

function memberOf(env: Interaction, id: string | undefined): Member {
  return env.member(parseWhole(id ?? '', 'node'));
}

function errorText(code: keyof typeof raftErrorText | undefined): string | undefined {
  return code === undefined ? undefined : raftErrorText[code];
}
