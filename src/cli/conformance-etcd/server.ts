import { assert, present } from '../../base/assert.ts';
import { msToMicros, type NodeId } from '../../base/flavor.ts';
import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import type { Instruction } from '../../client/effect.ts';
import type { HttpHead, HttpRequest } from '../../etcd/gateway/http.ts';
import { Member } from '../../node/member.ts';
import { Cluster } from '../../sim/cluster.ts';
import type { ClientLine } from '../../sim/clients/client-run.ts';
import type { Command } from '../../sim/command/command.ts';
import { defaultLabConfig, type LabConfig } from '../../sim/world/config.ts';
import { InProcessHost } from '../../sim/in-process-host.ts';
import { NoWatcher } from '../../sim/record/watcher.ts';

/** What was recorded has the faults that etcd 3.4.23 had of watches: issues 19179, 15220 and 20221. */
const FAULTS_OF_3_4 = ['compactionEatsDelete', 'progressAhead', 'futureWatchProgress'] as const;

/** An answer as far as it has come. */
export interface Answer {
  /** Undefined until the first bytes. */
  readonly head: HttpHead | undefined;
  readonly body: string;
  readonly isOver: boolean;
}

/** So long a server may take to be ready, in virtual time. */
const READY_MS = 20_000;
const STEP_MS = 5;
/** So long until all members know a new leader. */
const SETTLE_MS = 200;

/**
 * Members in one process and in virtual time, reached by HTTP requests alone: what etcd's client ports would be. Time
 * passes only while something is waited for.
 */
export class Server {
  readonly #cluster: Cluster;
  #lastRequest = 0;

  private constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** As etcd bootstraps, with its own defaults and a quick network and disk; ready, and member 1 leads. */
  static async start(settings: Partial<LabConfig>): Promise<Server> {
    const config: LabConfig = {
      ...defaultLabConfig,
      preVote: false,
      latencyMs: 1,
      jitterMs: 0,
      fsyncMs: 1,
      snapshotCount: 100_000,
      snapshotCatchUpEntries: 5000,
      clusterToken: 'etcd-cluster',
      bootstrap: 'etcd',
      brokenRules: FAULTS_OF_3_4,
      enableV2: false,
      ...settings,
    };
    const cluster = await Cluster.create(config, new InProcessHost(Member), new NoWatcher());
    const server = new Server(cluster);
    await server.#untilReady();
    await server.#untilFirstLeads();
    return server;
  }

  /** What the recorder asks before the first step: statistics and metrics begin with it. */
  async askAsRecorded(nodes: number): Promise<void> {
    const post = { method: 'POST', headers: {} };
    await this.#answered(1, { ...post, path: '/v3/cluster/member/list' });
    await this.#answered(1, { ...post, path: '/v3/maintenance/status' });
    if (nodes === 1) await this.#answered(1, { method: 'GET', headers: {}, path: '/v2/keys/' });
  }

  async act(command: Command): Promise<void> {
    await this.#cluster.act(command);
  }

  /** Sends a request; what comes back is asked for by its number. */
  async send(node: NodeId, request: Omit<HttpRequest, 'body'>, body: string): Promise<number> {
    return this.sendBytes(node, { ...request, body: encodeUtf8(body) });
  }

  async sendBytes(node: NodeId, http: HttpRequest): Promise<number> {
    // Consoles have their numbers from the same row.
    const id = (this.#lastRequest = Math.max(this.#lastRequest, this.#cluster.world.http.lastId) + 1);
    await this.act({ type: 'http', request: id, node, http });
    return id;
  }

  async hangUp(id: number): Promise<void> {
    if (!this.answer(id).isOver) await this.act({ type: 'httpGone', request: id });
    await this.pass(STEP_MS);
  }

  answer(id: number): Answer {
    const call = present(this.#cluster.world.http.get(id), `HTTP call ${id} was sent`);
    const pieces = call.body.slice(0);
    return { head: call.head, body: pieces.map(decodeUtf8).join(''), isOver: call.end !== undefined };
  }

  /** Lets time pass until an answer is as wanted, at most so long. */
  async until(id: number, isWanted: (answer: Answer) => boolean, atMostMs: number): Promise<Answer> {
    for (let waited = 0; waited < atMostMs && !isWanted(this.answer(id)); waited += STEP_MS) {
      await this.pass(STEP_MS);
    }
    return this.answer(id);
  }

  async pass(ms: number): Promise<void> {
    const until = this.#cluster.world.now + msToMicros(ms);
    await this.#cluster.run({ until, events: Number.MAX_SAFE_INTEGER });
    this.#cluster.setClock(until);
    const fallen = [...this.#cluster.world.machines.values()].find(({ crashed }) => crashed !== undefined);
    assert(fallen === undefined, `member ${fallen?.id} fell: ${fallen?.crashed}`);
  }

  /** Something is told to a client program. */
  async tell(client: string, instruction: Instruction): Promise<void> {
    await this.act({ type: 'tellClient', client, instruction });
  }

  /** Everything that a client program has said. */
  notesOf(client: string): readonly ClientLine['note'][] {
    return this.#cluster.world.clients
      .known(client)
      .log.slice(0)
      .map(({ note }) => note);
  }

  /** A scratch file of a console in which nothing runs. */
  fileOf(client: string, name: string): Uint8Array | undefined {
    const { program } = this.#cluster.world.clients.known(client).client;
    return program.recipe === 'console' ? program.idle.files.get(name) : undefined;
  }

  /** Hands the leadership to that member, if it is not the leader yet. */
  async lead(node: NodeId): Promise<void> {
    if (this.#cluster.world.machine(node).state !== 'StateLeader') {
      await this.act({ type: 'transferLeader', to: node });
    }
  }

  /** The newest revision of the first member's store. */
  async revision(): Promise<string> {
    const path = '/v3/kv/range';
    const id = await this.send(
      1,
      { method: 'POST', path, headers: {} },
      '{"key":"AA==","serializable":true}',
    );
    const { body } = await this.until(id, ({ isOver }) => isOver, READY_MS);
    return /"revision":"(\d+)"/.exec(body)?.[1] ?? '0';
  }

  /** Names of the files in a member's data directory, by their folder. */
  filesOf(node: NodeId): readonly string[] {
    return this.#cluster.world
      .machine(node)
      .disk.image()
      .files.map(({ name }) => name);
  }

  /** Lets time pass until another second has begun for all members, whose clocks go by ticks. */
  async nextSecond(): Promise<void> {
    const { now, config } = this.#cluster.world;
    await this.pass(1000 - ((now / 1000) % 1000) + 2 * config.tickMs);
  }

  /** .. unless most of this one is still to come. */
  async earlyInSecond(): Promise<void> {
    if ((this.#cluster.world.now / 1000) % 1000 > 400) await this.nextSecond();
  }

  /** etcd's own way of saying it: /version knows the cluster's, /health is true. */
  async #untilReady(): Promise<void> {
    for (const node of this.#cluster.world.machines.keys()) {
      for (const [path, sign] of [
        ['/version', '"etcdcluster":"3.4.0"'],
        ['/health', 'true'],
      ] as const) {
        await this.#ask(node, path, sign);
      }
    }
  }

  async #untilFirstLeads(): Promise<void> {
    const isLeading = () => this.#cluster.world.machine(1).state === 'StateLeader';
    if (!isLeading()) await this.act({ type: 'transferLeader', to: 1 });
    for (let waited = 0; !isLeading(); waited += STEP_MS) {
      assert(waited < READY_MS, 'the first member does not become leader');
      await this.pass(STEP_MS);
    }
    await this.pass(SETTLE_MS);
  }

  async #answered(node: NodeId, request: Omit<HttpRequest, 'body'>): Promise<void> {
    const id = await this.send(node, request, '');
    await this.until(id, ({ isOver }) => isOver, READY_MS);
  }

  async #ask(node: NodeId, path: string, sign: string): Promise<void> {
    for (let waited = 0; waited < READY_MS; waited += 100) {
      const id = await this.send(node, { method: 'GET', path, headers: {} }, '');
      const { body } = await this.until(id, ({ isOver }) => isOver, READY_MS);
      if (body.includes(sign)) return;
      await this.pass(100);
    }
    throw new Error(`member ${node} does not become ready: ${path}`);
  }
}
