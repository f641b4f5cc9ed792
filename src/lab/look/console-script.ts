import { decodeUtf8 } from '../../base/utf8.ts';
import type { Micros, NodeId, Revision } from '../../base/flavor.ts';
import { parseGateway } from '../../etcd/gateway/parse.ts';
import type { KeyRecord } from '../../etcd/mvcc/key-record.ts';
import type { ClientOperation, LeaseId, OperationResult, TxnOperationResult } from '../../etcd/request.ts';
import { keyExpectation, operationLine, watchLine } from '../../lessons/run/operation-line.ts';
import type { MemberImage } from '../../node/report/image.ts';
import type { ClientRun } from '../../sim/clients/client-run.ts';
import type { HttpCall } from '../../sim/clients/http-call.ts';
import type { Run } from '../play/run.ts';

/** Of what others have written so many changes at most are said one by one. */
const OTHERS_MAX = 2000;
/** So many keys are expected at the end. */
const KEYS_EXPECTED = 100;
/** Refusals that do not depend on who leads, or on what is reached. */
const REFUSALS: ReadonlySet<string> = new Set([
  'keyNotFound',
  'compacted',
  'futureRevision',
  'leaseNotFound',
  'leaseExists',
  'duplicateKey',
]);

/**
 * What a console has done up to the playhead as a lab script (`npm run lab`): its calls, the machines it has stopped and started, who was
 * elected, and what others have written in between, so that every revision is the same. What the action language cannot say is a
 * comment that says so.
 */
export function consoleScript(run: Run, client: ClientRun): string {
  const { world } = run.cluster;
  const { startedAt: from, name } = client;
  const images = [...world.machines.values()].flatMap(({ image }) => image ?? []);
  const newest = images.sort((a, b) => b.view().applied - a.view().applied)[0];
  const script = new ConsoleScript(client, newest);
  const { events, commands } = run.history;
  const steps: { readonly at: Micros; readonly order: number; readonly write: () => void }[] = [];
  const step = (at: Micros, order: number, write: () => void) => steps.push({ at, order, write });

  for (const { at, note } of client.log.slice(0)) {
    if (note.type === 'typed' && note.number === undefined) step(at, 0, () => script.typed(at, note.text));
  }
  for (const { event, at, command } of commands) {
    if (event > world.events) break;
    const by = 'by' in command ? command.by : undefined;
    const { type } = command;
    if (type === 'kill' || type === 'crashed' || type === 'restart') {
      if (at < from) script.wasDown(command.node, type !== 'restart');
      else step(at, 1, () => script.machine(command.node, type !== 'restart', by === name));
    } else if (by === name && at >= from)
      step(at, 1, () => script.unsaid(`${type}: this language has no such action`));
  }
  const opened = events.lastAt(from);
  const first = events.previous('election', opened + 1);
  if (first !== undefined) script.leader = events.nodeOf(first);
  for (
    let event = events.next('election', opened);
    event !== undefined && event <= world.events;
    event = events.next('election', event)
  ) {
    const node = events.nodeOf(event);
    step(events.timeOf(event), 2, () => script.elected(node));
  }
  for (const stream of world.streams.all()) {
    if (stream.client !== name || stream.openedAt < from) continue;
    let watch: string | undefined;
    const kept = new Set<LeaseId>();
    for (const { at, message } of stream.sent.slice(0)) {
      step(at, 3, () => {
        if (message.type === 'create') watch = script.watch(stream.node, message);
        else if (message.type === 'keepAlive') {
          if (!kept.has(message.id)) script.keepAlive(stream.node, message.id);
          kept.add(message.id);
        } else if (watch !== undefined && stream.kind === 'watch')
          script.line(stream.node, `${message.type} ${watch}`);
      });
    }
  }
  for (const call of [...world.calls.listed.slice(0), ...world.calls.pending()]) {
    if (call.client !== name || call.invokedAt < from) continue;
    const { what, node, result, returnedAt = call.invokedAt } = call;
    if (what.type === 'confChange') continue;
    if (result?.status === 'ok' && result.result.type !== 'confChange') {
      const made = { node, operation: what, result: result.result };
      script.knows(made);
      step(returnedAt, 4, () => script.call(made));
    } else step(returnedAt, 4, () => script.failed(node, what, result?.status === 'ok' ? undefined : result));
  }
  for (const call of [...world.http.lastEnded(Infinity), ...world.http.open()]) {
    if (call.client !== name || call.startedAt < from) continue;
    const made = gatewayCall(call);
    if (made !== undefined) script.knows(made);
    step(call.endedAt ?? call.startedAt, 4, () => {
      if (made === undefined)
        script.unsaid(`${call.http.method} ${call.http.path}: HTTP is not of this language`);
      else script.call(made);
    });
  }
  script.begin(layoutOf(run));
  for (const { write } of steps.sort((a, b) => a.at - b.at || a.order - b.order)) write();
  return script.end();
}

function layoutOf({ cluster: { world } }: Run): string {
  const { nodes, learners, layout } = world.config;
  const lists = {
    voters: layout?.voters ?? idsFrom(1, nodes),
    learners: layout?.learners ?? idsFrom(nodes + 1, learners),
    spare: layout?.spare ?? [],
  };
  const known = new Set([...lists.voters, ...lists.learners, ...lists.spare]);
  const added = [...world.machines.keys()].filter((id) => !known.has(id));
  const all = { ...lists, spare: [...lists.spare, ...added] };
  return Object.entries(all)
    .filter(([, list]) => list.length > 0)
    .map(([name, list]) => `${name}=${list.join(',')}`)
    .join(' ');
}

function idsFrom(first: number, count: number): NodeId[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

interface Made {
  readonly node: NodeId;
  readonly operation: ClientOperation;
  readonly result: OperationResult;
}

/** Of a call through etcd's gateway (JSON) that has changed or read keys what it asked for and what came of it. */
function gatewayCall({ node, http, head, body, end }: HttpCall): Made | undefined {
  if (head?.status !== 200 || end !== 'served') return undefined;
  const call = parseGateway(http);
  if (call.type !== 'unary') return undefined;
  const { operation } = call;
  const answer: unknown = JSON.parse(
    body
      .slice(0)
      .map((piece) => decodeUtf8(piece))
      .join(''),
  );
  const header: unknown =
    typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'header') : undefined;
  const revision = numberIn(header, 'revision');
  switch (operation.type) {
    case 'put':
      return { node, operation, result: { type: 'put', revision } };
    case 'deleteRange':
      return {
        node,
        operation,
        result: { type: 'deleteRange', revision, deleted: numberIn(answer, 'deleted'), prevKvs: [] },
      };
    default:
      return undefined;
  }
}

function numberIn(of: unknown, name: string): number {
  return typeof of === 'object' && of !== null && name in of ? Number(Reflect.get(of, name)) : 0;
}

function changes(result: OperationResult | TxnOperationResult): boolean {
  if (result.type === 'put') return true;
  if (result.type === 'deleteRange') return result.deleted > 0;
  return result.type === 'txn' && result.responses.some(changes);
}

class ConsoleScript {
  leader: NodeId | undefined;
  readonly #lines: string[] = [];
  readonly #client: string;
  readonly #name: string;
  readonly #newest: MemberImage | undefined;
  readonly #down = new Set<NodeId>();
  readonly #records = new Map<Revision, KeyRecord[]>();
  /** The console's own calls, by the revisions that they made. */
  readonly #own = new Map<Revision, Made>();
  readonly #leases = new Map<LeaseId, { readonly name: string; isGone: boolean }>();
  /** The leases of keys, by the text of their bytes. */
  readonly #leaseOf = new Map<string, LeaseId>();
  #at: NodeId;
  #hasOther = false;
  #others = 0;
  #watches = 0;
  /** The revision that the script has come to. */
  #revision: Revision = 1;
  /** Every revision is the run's, so far. */
  #isExact = true;

  constructor({ name, client }: ClientRun, newest: MemberImage | undefined) {
    this.#name = name;
    this.#client = `c${/\d+$/.exec(name)?.[0] ?? '1'}`;
    this.#at = client.endpoints[0] ?? 1;
    this.#newest = newest;
    const last = newest?.view().revision ?? 0;
    for (const record of newest?.records(2, last) ?? []) {
      const same = this.#records.get(record.main) ?? [];
      this.#records.set(record.main, [...same, record]);
    }
  }

  wasDown(node: NodeId, isDown: boolean): void {
    if (isDown) this.#down.add(node);
    else this.#down.delete(node);
  }

  knows(made: Made): void {
    if (changes(made.result)) this.#own.set(made.result.revision, made);
  }

  begin(layout: string): void {
    this.#note(`What was done at ${this.#name}, as a script for "npm run lab".`);
    this.#note('Time stands in it: who was elected campaigns, and a lease that has run out is revoked.');
    this.#note(
      `c0 is everybody else: what others have written stands where it was, so that revisions are the same.`,
    );
    this.#lines.push(`cluster ${layout}`);
    const { leader } = this;
    this.leader = undefined;
    const down = [...this.#down];
    this.#down.clear();
    if (leader !== undefined && !down.includes(leader)) this.elected(leader);
    for (const node of down) this.machine(node, true, false);
    this.#lines.push(`client ${this.#client} at=${this.#at}`);
  }

  typed(at: Micros, text: string): void {
    this.#lines.push('');
    for (const part of `$ ${text}`.split(/\r?\n/)) this.#note(part);
    this.#note(`at ${(at / 1_000_000).toFixed(3)} s`);
  }

  #note(text: string): void {
    this.#lines.push(`# ${text}`.trimEnd());
  }

  unsaid(text: string): void {
    this.#note(`Not said here: ${text}.`);
  }

  machine(node: NodeId, isDown: boolean, isOwn: boolean): void {
    if (this.#down.has(node) === isDown) return;
    this.wasDown(node, isDown);
    this.#lines.push(`${isDown ? 'crash' : 'restart'} ${node}${isOwn ? '' : '  # by somebody else'}`);
    // A heartbeat, so that it knows its leader.
    if (!isDown) this.#lines.push('tick 1');
    if (isDown && this.leader === node) this.leader = undefined;
  }

  elected(node: NodeId): void {
    if (this.leader === node || this.#down.has(node)) return;
    this.leader = node;
    this.#lines.push(`campaign ${node}`);
  }

  line(node: NodeId, words: string, client = this.#client): void {
    const at = client === this.#client && node !== this.#at ? `at=${node} ` : '';
    if (client === this.#client) this.#at = node;
    this.#lines.push(`${client} ${at}${words}`);
  }

  watch(node: NodeId, create: Parameters<typeof watchLine>[0]): string | undefined {
    const name = `w${++this.#watches}`;
    const line = watchLine(create, name);
    if (line === undefined) this.unsaid('a watch of keys that are no text, or cannot stand in quotes');
    else this.line(node, line);
    return line === undefined ? undefined : name;
  }

  keepAlive(node: NodeId, id: LeaseId): void {
    const lease = this.#leases.get(id);
    if (lease?.isGone !== false) return;
    this.line(node, `lease keepalive ${lease.name}  # and again, as long as it was kept alive`);
  }

  call(made: Made): void {
    const { node, operation, result } = made;
    if (operation.type === 'leaseRevoke') return this.#revoke(node, operation);
    const isChange = changes(result);
    // It had to stand before a later revision, and does.
    if (isChange && result.revision <= this.#revision) return;
    this.#upTo(isChange ? result.revision - 1 : result.revision);
    const asked =
      operation.type === 'leaseGrant' && result.type === 'leaseGrant'
        ? { ...operation, id: result.id }
        : operation;
    const line = this.#lineOf(asked);
    if (line === undefined) {
      this.unsaid(whyNot(asked));
      if (isChange) this.#differs();
    } else {
      this.line(node, line);
      this.#expect(made);
    }
    if (isChange) this.#came(result.revision);
  }

  /** Without an answer, or refused. What it has done all the same stands among what others have written. */
  failed(
    node: NodeId,
    operation: ClientOperation,
    result: { readonly status: string; readonly error: string } | undefined,
  ): void {
    if (result?.status !== 'failed' || !REFUSALS.has(result.error)) {
      this.unsaid(
        `${operation.type}, which ${result === undefined ? 'waits for its answer' : `ended with ${result.error}`}`,
      );
      return;
    }
    if (result.error === 'leaseNotFound') {
      const id = operation.type === 'put' ? operation.lease : 'id' in operation ? operation.id : undefined;
      const lease = id === undefined ? undefined : this.#leases.get(id);
      if (id === undefined || lease === undefined)
        return this.unsaid('a call with a lease that this script does not know');
      const end = this.#endOf(id);
      if (end !== undefined) this.#upTo(end);
      if (!lease.isGone) this.#ranOut(id, lease.name);
    }
    const line = this.#lineOf(operation);
    if (line === undefined) return this.unsaid(whyNot(operation));
    this.line(node, line);
    const error = result.error.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (this.#isExact) this.#lines.push(`expect ${this.#client} status=failed error=${error}`);
  }

  #expect({ operation, result }: Made): void {
    if (!this.#isExact) return;
    if (result.type === 'txn') this.#lines.push(`expect ${this.#client} succeeded=${result.succeeded}`);
    else if (result.type === 'deleteRange')
      this.#lines.push(`expect ${this.#client} deleted=${result.deleted}`);
    else if (
      result.type === 'range' &&
      operation.type === 'range' &&
      operation.consistency === 'linearizable'
    )
      this.#lines.push(`expect ${this.#client} count=${result.count}`);
  }

  #lineOf(operation: ClientOperation): string | undefined {
    return operationLine(operation, (id) => this.#leaseName(id, operation.type === 'leaseGrant'));
  }

  /** A lease that is not known yet was granted elsewhere. */
  #leaseName(id: LeaseId, isGranted: boolean): string {
    const known = this.#leases.get(id);
    if (known !== undefined) return known.name;
    const name = `L${this.#leases.size + 1}`;
    this.#leases.set(id, { name, isGone: false });
    if (!isGranted) {
      const ttl = this.#newest?.storeView(1000).leases.find((each) => each.id === id)?.ttl ?? 60;
      this.#other(`lease grant ${name} ttl=${ttl}`);
    }
    return name;
  }

  #other(words: string): void {
    const node = this.leader ?? this.#at;
    if (!this.#hasOther) this.#lines.push(`client c0 at=${node}`);
    this.#hasOther = true;
    this.#lines.push(`c0 at=${node} ${words}`);
  }

  #ranOut(id: LeaseId, name: string): void {
    this.#other(`lease revoke ${name}  # it has run out`);
    this.#gone(id);
  }

  /** Its keys go with it, in a revision of their own. */
  #revoke(
    node: NodeId,
    operation: Extract<ClientOperation, { type: 'leaseRevoke' | 'leaseKeepAlive' }>,
  ): void {
    const end = this.#endOf(operation.id);
    if (end !== undefined) this.#upTo(end - 1);
    const line = this.#lineOf(operation);
    if (line === undefined) return this.unsaid(whyNot(operation));
    this.line(node, line);
    this.#gone(operation.id);
    if (end !== undefined) this.#came(end);
  }

  /** The revision that will delete the keys of a lease, if it has any. */
  #endOf(id: LeaseId): Revision | undefined {
    const keys = new Set([...this.#leaseOf].filter(([, each]) => each === id).map(([key]) => key));
    const isEnd = (records: readonly KeyRecord[]) =>
      records.every((each) => each.deleted) && records.some((each) => keys.has(keyText(each)));
    return [...this.#records].find(([revision, records]) => revision > this.#revision && isEnd(records))?.[0];
  }

  #gone(id: LeaseId): void {
    const lease = this.#leases.get(id);
    if (lease !== undefined) lease.isGone = true;
  }

  /** What has made the revisions before this one and with it, if it is not there yet. */
  #upTo(last: Revision): void {
    while (this.#revision < last) {
      const revision = this.#revision + 1;
      const own = this.#own.get(revision);
      if (own !== undefined) {
        this.call(own);
        continue;
      }
      const records = this.#records.get(revision) ?? [];
      if (records.length === 0 || this.#others >= OTHERS_MAX) {
        const next =
          records.length === 0
            ? [...this.#records.keys(), ...this.#own.keys()].filter((each) => each > revision)
            : [];
        const to = Math.min(last, ...next.map((each) => each - 1));
        this.unsaid(`what others have written in revisions ${revision} to ${to}`);
        this.#differs();
        this.#revision = to;
        continue;
      }
      this.#others++;
      this.#byOthers(records);
      this.#came(revision);
    }
  }

  #byOthers(records: readonly KeyRecord[]): void {
    const ended = this.#endedLease(records);
    if (ended !== undefined) return this.#ranOut(...ended);
    const operations = records.map(({ key, value, lease, deleted }) =>
      deleted ? ({ type: 'deleteRange', key } as const) : ({ type: 'put', key, value, lease } as const),
    );
    const [only] = operations;
    const line = this.#lineOf(
      operations.length === 1 && only !== undefined
        ? only
        : { type: 'txn', compare: [], success: operations, failure: [] },
    );
    if (line !== undefined) return this.#other(line);
    this.unsaid('what somebody else wrote, which is no text or cannot stand in quotes');
    this.#differs();
  }

  /** The lease whose keys these are, all of them, and deleted. */
  #endedLease(records: readonly KeyRecord[]): [LeaseId, string] | undefined {
    const id = this.#leaseOf.get(keyText(records[0]));
    const lease = id === undefined ? undefined : this.#leases.get(id);
    if (id === undefined || lease?.isGone !== false) return undefined;
    const keys = [...this.#leaseOf].filter(([, each]) => each === id);
    const isIt = records.every((each) => each.deleted && this.#leaseOf.get(keyText(each)) === id);
    return isIt && keys.length === records.length ? [id, lease.name] : undefined;
  }

  #came(revision: Revision): void {
    this.#revision = revision;
    for (const record of this.#records.get(revision) ?? []) {
      if (record.deleted || record.lease === 0n) this.#leaseOf.delete(keyText(record));
      else this.#leaseOf.set(keyText(record), record.lease);
    }
  }

  #differs(): void {
    if (this.#isExact)
      this.#note('From here on revisions are not those of the run, and nothing is expected.');
    this.#isExact = false;
  }

  end(): string {
    if (this.#isExact && this.#newest !== undefined) {
      const view = this.#newest.view();
      this.#lines.push('', '# What there was at its last call');
      if (this.#revision >= Math.max(2, view.compactRevision)) {
        for (const { key, value, modRevision } of this.#newest.range(this.#revision, KEYS_EXPECTED).kvs) {
          const line = keyExpectation(key, value, modRevision);
          if (line !== undefined) this.#lines.push(line);
        }
      }
    }
    return `${this.#lines.join('\n')}\n`;
  }
}

function keyText(record: KeyRecord | undefined): string {
  return record === undefined ? '' : record.key.join(' ');
}

function whyNot({ type }: ClientOperation): string {
  return ['put', 'range', 'deleteRange', 'txn'].includes(type)
    ? `${type}: it has bytes that cannot stand in quotes, or options that the language does not have`
    : `${type}: the language has no such call`;
}
