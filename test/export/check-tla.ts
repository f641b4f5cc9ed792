// A follower of etcd-io/raft's trace specification (tla/Traceetcdraft.tla and tla/etcdraft.tla as of commit 96b36c4), written
// from its rules: it holds the specification's variables, does for each line the one action that the line names, and compares
// what the line says. TLC would search among actions; here there is nothing to search, as a line names its action.

import { unreachable } from '../../src/base/assert.ts';

/** What the specification looks at of a line. */
interface Event {
  readonly name: string;
  readonly nid: string;
  readonly state: { readonly term: number; readonly vote: string; readonly commit: number };
  readonly role: string;
  readonly log: number;
  readonly conf: readonly [readonly string[], readonly string[]];
  readonly msg?: LoggedMessage;
  readonly prop?: { readonly cc?: { readonly newconf?: readonly string[]; readonly changes?: Changes } };
}

type Changes = readonly { readonly nid: string; readonly action: string }[];

interface LoggedMessage {
  readonly type: string;
  readonly term: number;
  readonly from: string;
  readonly to: string;
  readonly entries: number;
  readonly logTerm: number;
  readonly index: number;
  readonly commit: number;
  readonly reject: boolean;
}

interface Config {
  readonly voters: readonly string[];
  readonly learners: readonly string[];
}

interface LogEntry {
  readonly term: number;
  /** Of a ConfigEntry. */
  readonly config?: Config;
}

interface Server {
  term: number;
  vote: string;
  role: string;
  log: LogEntry[];
  commit: number;
  config: Config;
  readonly responded: Set<string>;
  readonly granted: Set<string>;
  readonly match: Map<string, number>;
  pendingConf: number;
}

type Sent =
  | (Way & { readonly kind: 'voteRequest'; readonly index: number; readonly logTerm: number })
  | (Way & { readonly kind: 'voteResponse'; readonly granted: boolean })
  | (Way & AppendRequest)
  | (Way & {
      readonly kind: 'appendResponse';
      readonly subtype: string;
      readonly success: boolean;
      readonly match: number;
    });

interface Way {
  readonly from: string;
  readonly to: string;
  readonly term: number;
}

interface AppendRequest {
  readonly kind: 'appendRequest';
  readonly subtype: string;
  readonly index: number;
  readonly logTerm: number;
  readonly entries: readonly LogEntry[];
  readonly commit: number;
}

const STARTS = new Set(['InitState', 'BecomeFollower', 'ApplyConfChange']);
const subtypes: Readonly<Record<string, string>> = {
  MsgApp: 'app',
  MsgAppResp: 'app',
  MsgHeartbeat: 'heartbeat',
  MsgHeartbeatResp: 'heartbeat',
  MsgSnap: 'snapshot',
};

class Mismatch extends Error {}

/** What the specification would stop at, with the line; undefined: it follows the trace to its end. */
export function faultOfStateTrace(text: string): string | undefined {
  const lines = text.trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line) as { tag: string; event: Event });
  if (events.some(({ tag }) => tag !== 'trace')) return 'a line has another tag';
  const follower = new Follower(events.map(({ event }) => event));
  for (let at = 0; at < lines.length; at++) {
    try {
      follower.follow(at);
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      return `line ${at + 1}: ${error.message}: ${lines[at]}`;
    }
  }
  return undefined;
}

class Follower {
  readonly #events: readonly Event[];
  readonly #starts = new Set<number>();
  readonly #servers = new Map<string, Server>();
  #pending: Sent[] = [];
  readonly #messages: Sent[] = [];

  constructor(events: readonly Event[]) {
    this.#events = events;
    for (const id of new Set(events.map(({ nid }) => nid))) this.#start(id);
  }

  /** The first lines of a server tell what it begins with. */
  #start(id: string): void {
    const own = [...this.#events.entries()].filter(([, event]) => event.nid === id);
    const end = own.findIndex(([, event]) => !STARTS.has(event.name));
    const bootstrap = end < 0 ? own : own.slice(0, end);
    const [, last] = bootstrap.at(-1) ?? [0, undefined];
    check(last !== undefined, `server ${id} does not begin with its start`);
    for (const [at] of bootstrap) this.#starts.add(at);
    const voters = last.name === 'ApplyConfChange' ? (last.prop?.cc?.newconf ?? []) : last.conf[0];
    const config = { voters, learners: [] };
    this.#servers.set(id, {
      ...last.state,
      role: last.role,
      log: Array.from({ length: last.log }, () => ({ term: 1, config })),
      config,
      responded: new Set(),
      granted: new Set(),
      match: new Map(),
      pendingConf: 0,
    });
  }

  follow(at: number): void {
    if (this.#starts.has(at)) return;
    const event = this.#events[at] as Event;
    const server = this.#server(event.nid);
    const { msg } = event;
    switch (event.name) {
      case 'BecomeCandidate':
        return this.#timeout(event, server);
      case 'BecomeLeader':
        check(server.role === 'StateCandidate', 'only a candidate becomes leader');
        check(isQuorum(server.config, server.granted), 'it has no quorum of votes');
        server.role = 'StateLeader';
        server.match.clear();
        server.match.set(event.nid, server.log.length);
        return compare(event, server);
      case 'BecomeFollower':
        if (this.#isReturn(at)) return;
        check(server.role === 'StateLeader' || server.role === 'StateCandidate', 'a follower steps down');
        server.role = 'StateFollower';
        return compare(event, server);
      case 'Replicate':
        return replicate(server, { term: server.term });
      case 'ChangeConf':
        return changeConf(event, server);
      case 'ApplyConfChange': {
        const index =
          server.log.slice(0, server.commit).findLastIndex(({ config }) => config !== undefined) + 1;
        check(index > 0, 'no change of members is committed');
        server.config = server.log[index - 1]?.config ?? server.config;
        if (server.role === 'StateLeader' && server.pendingConf >= index) server.pendingConf = 0;
        return;
      }
      case 'Commit':
        check(server.role === 'StateLeader', 'only a leader commits by counting');
        advanceCommit(server);
        return compare(event, server);
      case 'Ready':
        this.#messages.push(...this.#pending.filter(({ from }) => from === event.nid));
        this.#pending = this.#pending.filter(({ from }) => from !== event.nid);
        return;
      case 'SendRequestVoteRequest':
      case 'SendRequestVoteResponse':
      case 'SendAppendEntriesRequest':
      case 'SendAppendEntriesResponse':
        check(msg !== undefined, 'there is no message');
        // Answers to others come with what they answer.
        if (event.name.endsWith('Response') && msg.from !== msg.to) return;
        return this.#send(event, msg, server);
      case 'ReceiveRequestVoteRequest':
      case 'ReceiveRequestVoteResponse':
      case 'ReceiveAppendEntriesRequest':
      case 'ReceiveAppendEntriesResponse': {
        check(msg !== undefined && msg.to === event.nid, 'there is no message for this server');
        compare(event, server);
        const place = this.#messages.findIndex((message) => isLogged(message, msg));
        check(place >= 0, 'nobody has sent this message');
        const [message] = this.#messages.splice(place, 1);
        return this.#receive(message as Sent, server);
      }
      default:
        return check(false, 'this line has no action');
    }
  }

  #server(id: string): Server {
    const server = this.#servers.get(id);
    check(server !== undefined, `there is no server ${id}`);
    return server;
  }

  #timeout({ nid, state, role }: Event, server: Server): void {
    check(server.role !== 'StateLeader', 'a leader does not time out');
    check(server.config.voters.includes(nid), 'no voter of its own configuration');
    server.role = 'StateCandidate';
    server.term++;
    server.vote = nid;
    server.responded.clear();
    server.granted.clear();
    check(server.term === state.term && server.role === role, 'another term or role');
  }

  /** The line only repeats what the message before it has done. */
  #isReturn(at: number): boolean {
    const { nid, state } = this.#events[at] as Event;
    const before = this.#events.slice(0, at).findLast((event) => event.nid === nid);
    if (before?.msg === undefined || !before.name.startsWith('Receive')) return false;
    if (before.msg.term !== state.term) return false;
    const isApp = before.name === 'ReceiveAppendEntriesRequest';
    return (
      before.state.term < before.msg.term ||
      (isApp && before.state.term === before.msg.term && before.role === 'StateCandidate')
    );
  }

  #send(event: Event, msg: LoggedMessage, server: Server): void {
    check(msg.from === event.nid, 'it sends for another');
    const sent = sentBy(msg, server);
    check(isLogged(sent, msg), `it would send ${JSON.stringify(sent)}`);
    compare(event, server);
    this.#pending.push(sent);
  }

  #receive(message: Sent, server: Server): void {
    const { from, to } = message;
    if (message.term > server.term) becomeFollower(server, message.term);
    const { term } = server;
    switch (message.kind) {
      case 'voteRequest': {
        const last = server.log.at(-1)?.term ?? 0;
        const isUpToDate =
          message.logTerm > last || (message.logTerm === last && message.index >= server.log.length);
        const granted = message.term === term && isUpToDate && (server.vote === '0' || server.vote === from);
        if (granted) server.vote = from;
        this.#pending.push({ kind: 'voteResponse', from: to, to: from, term, granted });
        return;
      }
      case 'voteResponse':
        if (message.term < term) return;
        server.responded.add(from);
        if (message.granted) server.granted.add(from);
        return;
      case 'appendResponse':
        if (message.term === term && message.success)
          server.match.set(from, Math.max(server.match.get(from) ?? 0, message.match));
        return;
      case 'appendRequest':
        this.#pending.push({
          kind: 'appendResponse',
          from: to,
          to: from,
          term,
          ...takeEntries(message, server),
        });
    }
  }
}

function check(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Mismatch(message);
}

/** ValidatePreStates and ValidatePostStates. */
function compare({ state, role, log, conf }: Event, server: Server): void {
  const said = [state.term, state.vote, state.commit, role, log, sorted(conf[0]), sorted(conf[1])];
  const { term, vote, commit, config } = server;
  const known = [term, vote, commit, server.role, server.log.length, sorted(config.voters), ''];
  check(JSON.stringify(said) === JSON.stringify(known), `the specification has ${JSON.stringify(known)}`);
}

function sorted(ids: readonly string[]): string {
  return ids.toSorted().join(' ');
}

function isQuorum({ voters }: Config, ids: ReadonlySet<string>): boolean {
  return [...ids].every((id) => voters.includes(id)) && ids.size * 2 > voters.length;
}

function becomeFollower(server: Server, term: number): void {
  if (server.term !== term) server.vote = '0';
  server.term = term;
  server.role = 'StateFollower';
}

function replicate(server: Server, entry: LogEntry): void {
  check(server.role === 'StateLeader', 'only a leader appends');
  server.log.push(entry);
}

function changeConf({ prop }: Event, server: Server): void {
  const [change, ...more] = prop?.cc?.changes ?? [];
  check(change !== undefined && more.length === 0, 'one member comes or goes at a time');
  const { voters, learners } = server.config;
  const { nid, action } = change;
  const without = (ids: readonly string[]) => ids.filter((id) => id !== nid);
  const isThere = action === 'AddNewServer' ? voters.includes(nid) : [...voters, ...learners].includes(nid);
  check(isThere === (action === 'RemoveServer'), 'the change changes nothing');
  check(server.pendingConf === 0, 'another change is on its way');
  const config =
    action === 'AddNewServer'
      ? { voters: [...voters, nid], learners }
      : action === 'AddLearner'
        ? { voters, learners: [...learners, nid] }
        : { voters: without(voters), learners: without(learners) };
  replicate(server, { term: server.term, config });
  server.pendingConf = server.log.length;
}

function advanceCommit(server: Server): void {
  for (let index = server.log.length; index > server.commit; index--) {
    const agreed = server.config.voters.filter((id) => (server.match.get(id) ?? 0) >= index);
    if (agreed.length * 2 <= server.config.voters.length) continue;
    if (server.log[index - 1]?.term === server.term) server.commit = index;
    return;
  }
}

/** What the server's own state makes of the message that the line says it sends. */
function sentBy({ type, from, to, index, entries }: LoggedMessage, server: Server): Sent {
  const { term, log, commit, config } = server;
  const way = { from, to, term };
  if (type === 'MsgVote' || type === 'MsgVoteResp') {
    check(server.role === 'StateCandidate' && !server.responded.has(to), 'it asks for no vote there');
    check([...config.voters, ...config.learners].includes(to), 'it asks a stranger');
    if (type === 'MsgVoteResp') return { kind: 'voteResponse', ...way, granted: true };
    return { kind: 'voteRequest', ...way, index: log.length, logTerm: log.at(-1)?.term ?? 0 };
  }
  check(server.role === 'StateLeader', 'only a leader sends this');
  if (type === 'MsgAppResp') {
    return { kind: 'appendResponse', subtype: 'app', ...way, success: true, match: log.length };
  }
  const match = server.match.get(to) ?? 0;
  check([...config.voters, ...config.learners].includes(to), 'it sends to a stranger');
  const previous = type === 'MsgApp' ? index : 0;
  check(type !== 'MsgApp' || previous >= match, 'it sends again what is known to be there');
  const last = Math.min(log.length, previous + entries);
  return {
    kind: 'appendRequest',
    subtype: subtypes[type] ?? '',
    ...way,
    index: previous,
    logTerm: log[previous - 1]?.term ?? 0,
    entries: log.slice(previous, last),
    commit: Math.min(commit, type === 'MsgHeartbeat' ? match : last),
  };
}

/** The line says this message. */
function isLogged(message: Sent, msg: LoggedMessage): boolean {
  if (message.from !== msg.from || message.to !== msg.to || message.term !== msg.term) return false;
  switch (message.kind) {
    case 'voteRequest':
      return msg.type === 'MsgVote' && message.index === msg.index && message.logTerm === msg.logTerm;
    case 'voteResponse':
      return msg.type === 'MsgVoteResp' && message.granted === !msg.reject;
    case 'appendResponse': {
      const isSame = msg.type.endsWith('Resp') && subtypes[msg.type] === message.subtype;
      const places = message.success && message.subtype !== 'heartbeat';
      return isSame && message.success === !msg.reject && (!places || message.match === msg.index);
    }
    case 'appendRequest': {
      const { subtype, index, logTerm, entries, commit } = message;
      if (msg.type.endsWith('Resp') || subtypes[msg.type] !== subtype) return false;
      if (subtype !== 'snapshot' && commit !== msg.commit) return false;
      if (subtype !== 'heartbeat' && (index !== msg.index || logTerm !== msg.logTerm)) return false;
      return entries.length === msg.entries;
    }
    default:
      return unreachable(message);
  }
}

/** AppendEntries at its receiver, all steps of it: what it answers. */
function takeEntries(
  request: Way & AppendRequest,
  server: Server,
): { readonly subtype: string; readonly success: boolean; readonly match: number } {
  const { log } = server;
  const { index, logTerm, entries, subtype } = request;
  const refused = { subtype: 'app', success: false, match: 0 };
  if (request.term < server.term) return refused;
  if (server.role === 'StateCandidate') server.role = 'StateFollower';
  check(server.role === 'StateFollower', 'there are two leaders in a term');
  if (index > 0 && log[index - 1]?.term !== logTerm) return refused;
  const last = index + entries.length;
  const before = server.commit;
  const isOld = index + 1 <= before;
  if (!isOld) {
    const conflict = entries.findIndex(({ term }, i) => (log[index + i]?.term ?? term) !== term);
    if (conflict >= 0) log.length = index + conflict;
    log.push(...entries.slice(log.length - index));
    server.commit = Math.max(before, Math.min(request.commit, last));
  } else if (subtype === 'heartbeat') {
    server.commit = Math.max(before, request.commit);
  }
  return { subtype, success: true, match: subtype === 'heartbeat' || !isOld ? last : before };
}
