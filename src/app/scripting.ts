import { runEtcdctl, type CommandResult } from '../console/etcdctl.ts';
import { defaultLoad, type LoadSettings } from '../client/load-settings.ts';
import type {
  ClientCall,
  LabPort,
  MemberChange,
  PaceChoice,
  RunTarget,
  StepKind,
  Transition,
} from '../lab/lab-port.ts';
import type { Outcome, WorldState } from '../lab/frame/world-state.ts';
import type { Command, DiskSettings, LinkSettings } from '../sim/command/command.ts';
import type { Action } from '../sim/hand/enabled-actions.ts';
import type { LabConfig, MachineSettings } from '../sim/world/config.ts';
import { brief } from '../base/brief.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import { operationOf, plainJson, watchOf, type JsonOperation, type JsonWatch } from './api-json.ts';
import { latePart } from '../ui/late-part.ts';
import { argument, fieldsOf, schema } from './arguments.ts';

interface AtNode {
  readonly node?: number;
}

/**
 * The object on `window`: everything on screen can be done from the browser's own console. Calls that cannot be done
 * reject with an Error that says why and leave everything as it was. Ids are numbers, times virtual milliseconds.
 */
export interface Quorumscope {
  readonly version: string;
  /** The first frame is drawn. */
  readonly ready: Promise<void>;
  reset(config?: Partial<LabConfig>): Promise<void>;
  state(): Promise<WorldState>;
  hash(): Promise<string>;

  /** 'meaning': slow where there is something to see, gliding over ticks. Without an argument: as chosen last. */
  play(speed?: PaceChoice): Promise<void>;
  pause(): Promise<void>;
  step(kind?: StepKind, count?: number): Promise<void>;
  back(kind?: StepKind, count?: number): Promise<void>;
  runFor(ms: number): Promise<void>;
  /** commit, election, lease, reject, answer, or a type of message. False: it did not come (within maxMs, 60 s). */
  runUntil(condition: string, options?: { maxMs?: number }): Promise<boolean>;
  seek(ms: number): Promise<void>;
  live(): Promise<void>;

  kill(id: number): Promise<void>;
  restart(id: number): Promise<void>;
  pauseNode(id: number): Promise<void>;
  resumeNode(id: number): Promise<void>;
  campaign(id: number): Promise<void>;
  transferLeader(to: number): Promise<void>;
  forgetLeader(id: number): Promise<void>;
  /** A snapshot at the applied index, now. */
  snapshotNow(id: number): Promise<void>;
  isolate(id: number): Promise<void>;
  /** fsyncMs: how long a sync takes; stuck: nothing is done until it is false again. */
  disk(id: number, settings: DiskSettings): Promise<void>;
  /** A killed node's disk is lost: it restarts with nothing. */
  loseDisk(id: number): Promise<void>;
  /** A killed voter starts as a cluster of its own (etcd --force-new-cluster). */
  forceNewCluster(id: number): Promise<void>;
  /** Flags of one member, as etcd has them: in force from its next start on. */
  configure(id: number, settings: MachineSettings): Promise<void>;
  partition(groups: number[][]): Promise<void>;
  cut(from: number, to: number, options?: { oneWay?: boolean }): Promise<void>;
  heal(): Promise<void>;
  link(from: number, to: number, settings: LinkSettings): Promise<void>;
  deliver(messageId: number): Promise<void>;
  hold(messageId: number): Promise<void>;
  release(messageId: number): Promise<void>;
  drop(messageId: number): Promise<void>;
  duplicate(messageId: number): Promise<void>;

  /** The clock stands, and what happens next is chosen; or it goes by itself again. */
  byHand(on: boolean): Promise<void>;
  /** Everything that may happen next, by hand; nothing while time goes. */
  enabledActions(): Promise<JsonAction[]>;
  /** Makes one of them happen, by its id. */
  choose(actionId: string): Promise<void>;

  put(key: string, value: string, options?: AtNode): Promise<Outcome>;
  get(
    key: string,
    options?: AtNode & { consistency?: 'linearizable' | 'serializable'; rev?: number },
  ): Promise<Outcome>;
  /** A machine that is not there yet is started first. The call ends when the change is applied at the node asked. */
  memberAdd(id: number, options?: AtNode & { learner?: boolean }): Promise<Outcome>;
  memberPromote(id: number, options?: AtNode): Promise<Outcome>;
  memberRemove(id: number, options?: AtNode): Promise<Outcome>;
  /** Several at once, through a joint configuration; explicit: joint until leaveJoint(). */
  memberChange(changes: MemberChange[], options?: AtNode & { transition?: Transition }): Promise<Outcome>;
  leaveJoint(options?: AtNode): Promise<Outcome>;
  /** Any call of etcd's API (README, "Scripting"): `call({ type: 'put', key: 'a', value: '1' })`. */
  call(operation: JsonOperation, options?: AsCaller): Promise<JsonResult>;
  txn(txn: Omit<Extract<JsonOperation, { type: 'txn' }>, 'type'>, options?: AsCaller): Promise<JsonResult>;
  /** id: hexadecimal; left out: the cluster chooses. */
  leaseGrant(ttl: number, options?: AsCaller & { id?: string }): Promise<JsonResult>;
  leaseRevoke(id: string, options?: AsCaller): Promise<JsonResult>;
  leaseKeepAlive(id: string, options?: AsCaller): Promise<JsonResult>;
  /** Opens a stream with one watch, and resolves to its number; what comes on it is in streams(). */
  watch(watch: JsonWatch, options?: AsCaller): Promise<number>;
  closeStream(id: number): Promise<void>;
  streams(): Promise<JsonResult[]>;
  /** recipe and fields as in the page's own form: `startClient('c1', 'lock', { subject: 'm', ttl: '10' })`. */
  startClient(name: string, recipe: string, fields?: object, options?: AtNode): Promise<void>;
  /** word: release, publish (with a value), stopKeepAlive. */
  tellClient(name: string, word: string, value?: string): Promise<void>;
  /** Many clients as a dial; what is left out of `settings` is as `defaultLoad` (src/client/load.ts) has it. */
  startLoad(name: string, settings?: Partial<LoadSettings>, options?: AtNode): Promise<void>;
  /** Turns a load that runs; what is left out stays. */
  changeLoad(name: string, settings: Partial<LoadSettings>): Promise<void>;
  pauseClient(name: string): Promise<void>;
  resumeClient(name: string): Promise<void>;
  stopClient(name: string): Promise<void>;
  clients(): Promise<JsonResult[]>;
  etcdctl(line: string, options?: AtNode & { api?: 2 | 3; stdin?: string }): Promise<CommandResult>;

  share(): Promise<string>;
  save(): Promise<Uint8Array>;
  open(file: Uint8Array): Promise<void>;
}

/** `client`: whose lane it is in; `token`: what authenticate gave. */
interface AsCaller extends AtNode {
  readonly client?: string;
  readonly token?: string;
}

/** An action with its label as an English sentence. */
export type JsonAction = Omit<Action, 'label'> & { readonly label: string };

/** Plain JSON: keys and values as text, ids in hexadecimal. */
export type JsonResult = Record<string, unknown>;

const actionSentence = latePart(() => import('./action-sentence.ts'));
const clientForm = latePart(() => import('../forms/client-form.ts'));

type NodeCommand =
  | 'kill'
  | 'restart'
  | 'pause'
  | 'resume'
  | 'campaign'
  | 'forgetLeader'
  | 'snapshotNow'
  | 'isolate'
  | 'loseDisk'
  | 'forceNewCluster';
type MessageCommand = Extract<Command, { message: number }>['type'];

/**
 * The scripting object. Calls wait for `opened`, the lab once the page has brought it to its opening: what a script does
 * comes after that, however early it asks. Every method is async, so that a wrong argument rejects as well.
 */
export function makeScripting(opened: Promise<LabPort>, version: string, ready: Promise<void>): Quorumscope {
  const onNode =
    (call: string, type: NodeCommand) =>
    async (id: number): Promise<void> =>
      (await opened).act({ type, node: argument(call, 'id', schema.id, id) });
  const onMessage =
    (type: MessageCommand) =>
    async (id: number): Promise<void> =>
      (await opened).act({ type, message: argument(type, 'messageId', schema.id, id) });

  const onMember =
    (call: string, type: 'memberPromote' | 'memberRemove') =>
    async (id: number, options?: AtNode): Promise<Outcome> =>
      (await opened).request({
        type,
        member: argument(call, 'id', schema.id, id),
        ...given(argument(call, 'options', schema.putOptions, options) ?? {}),
      });

  const onClient =
    (type: 'pauseClient' | 'resumeClient' | 'stopClient') =>
    async (name: string): Promise<void> =>
      (await opened).act({ type, client: argument(type, 'name', schema.text, name) });
  const calling = async (name: string, operation: unknown, caller: object = {}): Promise<JsonResult> => {
    const result = await (
      await opened
    ).call({ operation: operationOf(name, operation), ...given<AsCaller>(caller) });
    return plainJson(result) as JsonResult;
  };

  return {
    version,
    ready,
    reset: async (config) => (await opened).reset(argument('reset', 'config', schema.config, config)),
    state: async () => (await opened).state(),
    hash: async () => (await opened).hash(),

    play: async (speed) => (await opened).play(argument('play', 'speed', schema.pace, speed)),
    pause: async () => (await opened).pause(),
    step: async (kind, count) => (await opened).step(...stepArguments('step', kind, count)),
    back: async (kind, count) => (await opened).back(...stepArguments('back', kind, count)),
    runFor: async (ms) => (await opened).runFor(argument('runFor', 'ms', schema.ms, ms)),
    runUntil: async (condition, options) => {
      const { maxMs } = argument('runUntil', 'options', schema.runOptions, options) ?? {};
      // Which conditions there are, the lab knows.
      const target = argument('runUntil', 'condition', schema.text, condition) as RunTarget;
      return (await (await opened).runUntil(target, maxMs)).end === 'found';
    },
    seek: async (ms) => (await opened).seek(argument('seek', 'ms', schema.ms, ms)),
    live: async () => (await opened).live(),

    kill: onNode('kill', 'kill'),
    restart: onNode('restart', 'restart'),
    pauseNode: onNode('pauseNode', 'pause'),
    resumeNode: onNode('resumeNode', 'resume'),
    campaign: onNode('campaign', 'campaign'),
    transferLeader: async (to) =>
      (await opened).act({ type: 'transferLeader', to: argument('transferLeader', 'to', schema.id, to) }),
    forgetLeader: onNode('forgetLeader', 'forgetLeader'),
    snapshotNow: onNode('snapshotNow', 'snapshotNow'),
    isolate: onNode('isolate', 'isolate'),
    disk: async (id, settings) =>
      (await opened).act({
        type: 'disk',
        node: argument('disk', 'id', schema.id, id),
        settings: given(argument('disk', 'settings', schema.disk, settings)),
      }),
    loseDisk: onNode('loseDisk', 'loseDisk'),
    forceNewCluster: onNode('forceNewCluster', 'forceNewCluster'),
    configure: async (id, settings) =>
      (await opened).act({
        type: 'configure',
        node: argument('configure', 'id', schema.id, id),
        settings: given(argument('configure', 'settings', schema.settings, settings)),
      }),
    partition: async (groups) =>
      (await opened).act({
        type: 'partition',
        groups: argument('partition', 'groups', schema.groups, groups),
      }),
    cut: async (from, to, options) =>
      (await opened).act({
        type: 'cut',
        ...direction('cut', from, to),
        oneWay: argument('cut', 'options', schema.cutOptions, options)?.oneWay ?? false,
      }),
    heal: async () => (await opened).act({ type: 'heal' }),
    link: async (from, to, settings) => {
      const checked = argument('link', 'settings', schema.link, settings);
      return (await opened).act({ type: 'link', ...direction('link', from, to), settings: given(checked) });
    },
    deliver: onMessage('deliver'),
    hold: onMessage('hold'),
    release: onMessage('release'),
    drop: onMessage('drop'),
    duplicate: onMessage('duplicate'),

    byHand: async (on) => (await opened).byHand(argument('byHand', 'on', schema.isOn, on)),
    enabledActions: async () => {
      const [{ sentenceOf }, lab] = await Promise.all([actionSentence.load(), opened]);
      const actions = await lab.enabledActions();
      return actions.map((action) => Object.assign({}, action, { label: sentenceOf(action.label) }));
    },
    choose: async (actionId) => (await opened).choose(argument('choose', 'actionId', schema.text, actionId)),

    put: async (key, value, options) =>
      (await opened).request({
        type: 'put',
        key: argument('put', 'key', schema.text, key),
        value: argument('put', 'value', schema.text, value),
        ...given(argument('put', 'options', schema.putOptions, options) ?? {}),
      }),
    get: async (key, options) =>
      (await opened).request({
        type: 'get',
        key: argument('get', 'key', schema.text, key),
        ...given(argument('get', 'options', schema.getOptions, options) ?? {}),
      }),
    memberAdd: async (id, options) => {
      const { learner, ...at } = argument('memberAdd', 'options', schema.addOptions, options) ?? {};
      return (await opened).request({
        type: learner === true ? 'memberAddLearner' : 'memberAdd',
        member: argument('memberAdd', 'id', schema.id, id),
        ...given(at),
      });
    },
    memberPromote: onMember('memberPromote', 'memberPromote'),
    memberRemove: onMember('memberRemove', 'memberRemove'),
    memberChange: async (changes, options) =>
      (await opened).request({
        type: 'memberChange',
        changes: argument('memberChange', 'changes', schema.memberChanges, changes),
        ...given(argument('memberChange', 'options', schema.changeOptions, options) ?? {}),
      }),
    leaveJoint: async (options) =>
      (await opened).request({
        type: 'leaveJoint',
        ...given(argument('leaveJoint', 'options', schema.putOptions, options) ?? {}),
      }),
    call: async (operation, options) =>
      calling('call', operation, argument('call', 'options', schema.callOptions, options)),
    txn: async (txn, options) =>
      calling(
        'txn',
        { ...fieldsOf('txn', 'txn', txn), type: 'txn' },
        argument('txn', 'options', schema.callOptions, options),
      ),
    leaseGrant: async (ttl, options) => {
      const { id, ...caller } = argument('leaseGrant', 'options', schema.leaseOptions, options) ?? {};
      return calling('leaseGrant', { type: 'leaseGrant', ttl, ...(id === undefined ? {} : { id }) }, caller);
    },
    leaseRevoke: async (id, options) =>
      calling(
        'leaseRevoke',
        { type: 'leaseRevoke', id },
        argument('leaseRevoke', 'options', schema.callOptions, options),
      ),
    leaseKeepAlive: async (id, options) =>
      calling(
        'leaseKeepAlive',
        { type: 'leaseKeepAlive', id },
        argument('leaseKeepAlive', 'options', schema.callOptions, options),
      ),
    watch: async (watch, options) => {
      const caller = given(argument('watch', 'options', schema.callOptions, options) ?? {});
      return (await opened).openStream({ ...caller, kind: 'watch', first: watchOf(watch) });
    },
    closeStream: async (id) => (await opened).closeStream(argument('closeStream', 'id', schema.id, id)),
    streams: async () => toJson(await (await opened).streams()),
    startClient: async (name, recipe, fields, options) => {
      const { formedProgram, recipes } = await clientForm.load();
      const known = recipes.find((each) => each === recipe);
      if (known === undefined) {
        throw new Error(
          `startClient: there is no recipe ${brief(recipe)}; recipes are ${recipes.join(', ')}`,
        );
      }
      const client = argument('startClient', 'name', schema.text, name);
      const form = formedProgram(known, argument('startClient', 'fields', schema.recipeFields, fields) ?? {});
      if (!form.ok) throw new Error(`startClient: fields.${form.field} is not a number in range`);
      const lab = await opened;
      const { node } = argument('startClient', 'options', schema.putOptions, options) ?? {};
      const endpoints = node === undefined ? (await lab.state()).nodes.map(({ id }) => id) : [node];
      return lab.act({ type: 'startClient', client, endpoints, program: form.program });
    },
    tellClient: async (name, word, value) => {
      const client = argument('tellClient', 'name', schema.text, name);
      const told = argument('tellClient', 'word', schema.word, word);
      const said = encodeUtf8(argument('tellClient', 'value', schema.text, value ?? ''));
      return (await opened).act({
        type: 'tellClient',
        client,
        told: told === 'publish' ? { type: told, value: said } : { type: told },
      });
    },
    startLoad: async (name, settings, options) => {
      const client = argument('startLoad', 'name', schema.text, name);
      const load = argument('startLoad', 'settings', schema.load, settings) ?? {};
      const lab = await opened;
      const { node } = argument('startLoad', 'options', schema.putOptions, options) ?? {};
      const endpoints = node === undefined ? (await lab.state()).nodes.map(({ id }) => id) : [node];
      const all = { ...defaultLoad, ...given(load) };
      const program = { recipe: 'load', name: encodeUtf8('load'), settings: all } as const;
      return lab.act({ type: 'startClient', client, endpoints, program });
    },
    changeLoad: async (name, settings) => {
      const client = argument('changeLoad', 'name', schema.text, name);
      const load = given(argument('changeLoad', 'settings', schema.load, settings) ?? {});
      return (await opened).act({ type: 'tellClient', client, told: { type: 'dial', load } });
    },
    pauseClient: onClient('pauseClient'),
    resumeClient: onClient('resumeClient'),
    stopClient: onClient('stopClient'),
    clients: async () => toJson(await (await opened).clients()),
    etcdctl: async (line, options) => {
      const { node, api, stdin } = argument('etcdctl', 'options', schema.etcdctlOptions, options) ?? {};
      if (api === 2) throw new Error('etcdctl: API 2 is not built yet');
      const lab = await opened;
      const send = (call: ClientCall): Promise<Outcome> =>
        lab.request(node === undefined ? call : { ...call, node });
      return runEtcdctl(argument('etcdctl', 'line', schema.text, line), send, stdin);
    },

    share: notBuilt('share'),
    save: notBuilt('save'),
    open: notBuilt('open'),
  };
}

function toJson(items: readonly object[]): JsonResult[] {
  return items.map((item) => plainJson(item) as JsonResult);
}

function notBuilt(call: string): () => Promise<never> {
  return () => Promise.reject(new Error(`${call} is not built yet`));
}

function stepArguments(
  call: string,
  kind: unknown,
  count: unknown,
): [StepKind | undefined, number | undefined] {
  return [argument(call, 'kind', schema.kind, kind), argument(call, 'count', schema.count, count)];
}

function direction(call: string, from: unknown, to: unknown): { from: number; to: number } {
  return { from: argument(call, 'from', schema.id, from), to: argument(call, 'to', schema.id, to) };
}

/** The fields that are given: an option set to undefined is one left out. */
function given<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const fields = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields) as { [K in keyof T]: Exclude<T[K], undefined> };
}
