import * as v from 'valibot';
import type { MemberAddress } from '../../node/io.ts';
import { unknownRule } from '../../node/rule-names.ts';
import { CommandError, type Reason } from '../command/command.ts';
import { defaultLabConfig, machineFields, type LabConfig, type MachineSettings } from './config.ts';
import { begunFromSchema, begunProblem } from './begun-from.ts';
import { drawingSchema, problemOf, problemText, wholeDrawing, type DrawingProblem } from './drawing.ts';
import { machinesOf } from './layout.ts';

type NumberField = {
  [Field in keyof LabConfig]-?: LabConfig[Field] extends number ? Field : never;
}[keyof LabConfig];

interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

const whole = (min: number, max: number): Range => ({ min, max, whole: true });
const real = (min: number, max: number): Range => ({ min, max, whole: false });

/** The most machines a lab holds. */
export const MACHINES_MAX = 9;
/** The most that a message, a write or an apply may be told to take, in ms. */
export const MS_MAX = 60_000;
/** Machines are numbered up to this, as some may have gone. */
export const MACHINE_ID_MAX = 2 * MACHINES_MAX;

/** What each number may be; the same table makes the check and the words of its error. */
export const configRanges: Readonly<Record<NumberField, Range>> = {
  nodes: whole(1, MACHINES_MAX),
  learners: whole(0, MACHINES_MAX - 1),
  seed: whole(0, Number.MAX_SAFE_INTEGER),
  electionTicks: whole(2, 1000),
  heartbeatTicks: whole(1, 999),
  tickMs: real(1, MS_MAX),
  latencyMs: real(0, MS_MAX),
  jitterMs: real(0, MS_MAX),
  loss: real(0, 1),
  duplicate: real(0, 1),
  reorder: real(0, 1),
  fsyncMs: real(0, MS_MAX),
  applyMs: real(0, MS_MAX),
  snapshotCount: whole(1, 1_000_000_000),
  snapshotCatchUpEntries: whole(0, 1_000_000_000),
  maxSizePerMsg: whole(0, Number.MAX_SAFE_INTEGER),
  maxInflightMsgs: whole(1, 1_000_000),
  maxInflightBytes: whole(0, Number.MAX_SAFE_INTEGER),
  maxUncommittedBytes: whole(0, Number.MAX_SAFE_INTEGER),
  fixedElectionTicks: whole(0, 1_000_000),
  clientTimeoutMs: real(1, 3_600_000),
  quotaBytes: whole(1, Number.MAX_SAFE_INTEGER),
  maxTxnOps: whole(1, 1_000_000),
  maxRequestBytes: whole(1, 1_000_000_000),
  minLeaseTtl: whole(0, 1_000_000_000),
  callTimeoutMs: real(0, 1_000_000_000),
  authTokenTtlMs: real(1, 1_000_000_000),
  watchProgressMs: real(1, 1_000_000_000),
  corruptCheckMs: whole(0, 1_000_000_000),
  autoCompactionRetention: whole(0, Number.MAX_SAFE_INTEGER),
};

const number = (field: NumberField) => {
  const { min, max, whole } = configRanges[field];
  return v.custom<number>(
    (value) =>
      typeof value === 'number' && value >= min && value <= max && (!whole || Number.isSafeInteger(value)),
    `${whole ? 'a whole number' : 'a number'} from ${min} to ${max}`,
  );
};
const boolean = v.boolean('true or false');

const urls = v.array(v.string('a URL'), 'a list of URLs');
const address = v.strictObject({ name: v.string('a name'), peerUrls: urls, clientUrls: urls });

const nodeId = v.custom<number>(
  (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= MACHINE_ID_MAX,
  `a machine's number from 1 to ${MACHINE_ID_MAX}`,
);
const nodeList = v.array(nodeId, 'a list of machines');
const machineSettings = v.custom<MachineSettings>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'an object of settings',
);

const schema = v.strictObject({
  nodes: number('nodes'),
  learners: number('learners'),
  seed: number('seed'),
  preVote: boolean,
  checkQuorum: boolean,
  readOnly: v.picklist(['safe', 'leaseBased'], '"safe" or "leaseBased"'),
  stepDownOnRemoval: boolean,
  electionTicks: number('electionTicks'),
  heartbeatTicks: number('heartbeatTicks'),
  tickMs: number('tickMs'),
  latencyMs: number('latencyMs'),
  jitterMs: number('jitterMs'),
  loss: number('loss'),
  duplicate: number('duplicate'),
  reorder: number('reorder'),
  fsyncMs: number('fsyncMs'),
  applyMs: number('applyMs'),
  snapshotCount: number('snapshotCount'),
  snapshotCatchUpEntries: number('snapshotCatchUpEntries'),
  maxSizePerMsg: number('maxSizePerMsg'),
  maxInflightMsgs: number('maxInflightMsgs'),
  maxInflightBytes: number('maxInflightBytes'),
  maxUncommittedBytes: number('maxUncommittedBytes'),
  fixedElectionTicks: number('fixedElectionTicks'),
  storage: v.picklist(['async', 'sync'], '"async" or "sync"'),
  readyByHand: boolean,
  randomApply: boolean,
  stopsWhenRemoved: boolean,
  transportReports: boolean,
  layout: v.exactOptional(
    v.strictObject(
      { voters: nodeList, learners: nodeList, spare: nodeList },
      'lists of voters, learners and spare',
    ),
  ),
  machineSettings: v.exactOptional(
    v.array(v.strictObject({ node: nodeId, settings: machineSettings }), 'a list of nodes with settings'),
  ),
  drawing: v.exactOptional(drawingSchema),
  begunFrom: v.exactOptional(begunFromSchema),
  clientTimeoutMs: number('clientTimeoutMs'),
  brokenRules: v.array(v.string('a list of names of rules'), 'a list of names of rules'),
  bootstrap: v.picklist(['plain', 'etcd'], '"plain" or "etcd"'),
  members: v.exactOptional(v.array(address, 'a list of members with name, peerUrls and clientUrls')),
  clusterToken: v.string('a text'),
  quotaBytes: number('quotaBytes'),
  maxTxnOps: number('maxTxnOps'),
  maxRequestBytes: number('maxRequestBytes'),
  strictReconfigCheck: boolean,
  leaseCheckpoints: boolean,
  minLeaseTtl: number('minLeaseTtl'),
  callTimeoutMs: number('callTimeoutMs'),
  keepsTombstones: boolean,
  crashLoses: v.picklist(['unsynced', 'unwritten', 'torn'], '"unsynced", "unwritten" or "torn"'),
  authTokenTtlMs: number('authTokenTtlMs'),
  watchProgressMs: number('watchProgressMs'),
  corruptCheckMs: number('corruptCheckMs'),
  enableV2: boolean,
  autoCompactionMode: v.picklist(['periodic', 'revision'], '"periodic" or "revision"'),
  autoCompactionRetention: number('autoCompactionRetention'),
  keyServer: boolean,
  snapshot: v.exactOptional(v.instance(Uint8Array, 'the bytes of a saved snapshot')),
});

/**
 * A whole configuration from some of its fields; the others are the defaults. What is out of range, of another kind or
 * unknown is a CommandError `badConfig` that names field, value and range.
 */
export function parseConfig(fields: unknown = {}): LabConfig {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw bad(`a configuration is an object of fields, not ${show(fields)}`);
  }
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const result = v.safeParse(schema, { ...defaultLabConfig, ...given });
  if (!result.success) throw bad(describe(result.issues[0]), reasonOf(result.issues[0]));
  const { machineSettings: settings, drawing, ...rest } = result.output;
  const config = drawing === undefined ? rest : { ...rest, drawing: wholeDrawing(drawing) };
  checkTogether({ ...config, ...(settings === undefined ? {} : { machineSettings: settings }) });
  if (settings === undefined) return config;
  return {
    ...config,
    machineSettings: settings.map((each) => ({
      node: each.node,
      settings: parseMachineSettings(config, {}, each.settings),
    })),
  };
}

/**
 * Settings of one member of a run, added to those it has. What is unknown, out of range or does not go together with the run's
 * other settings is a CommandError `badConfig`.
 */
export function parseMachineSettings(
  config: LabConfig,
  before: MachineSettings,
  fields: unknown,
): MachineSettings {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw bad(`settings are an object of fields, not ${show(fields)}`);
  }
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  for (const [field] of given) {
    if (machineFields.some((known) => known === field)) continue;
    throw bad(`${field} cannot be set for one member; what can is ${machineFields.join(', ')}`);
  }
  const settings = { ...before, ...Object.fromEntries(given) };
  parseConfig({ ...config, ...settings });
  return settings;
}

function describe(issue: v.BaseIssue<unknown>): string {
  const field = issue.path?.[0]?.key;
  if (typeof field !== 'string' || !(field in schema.entries)) {
    return `there is no field ${show(field)}; fields are ${Object.keys(schema.entries).join(', ')}`;
  }
  return `${field} is ${show(issue.input)}, but must be ${issue.message}`;
}

function reasonOf({ path, input }: v.BaseIssue<unknown>): Reason {
  const field = path?.[0]?.key;
  const name = String(field);
  const value = show(input);
  if (typeof field !== 'string' || !(field in schema.entries))
    return { key: 'noSuchField', values: { field: name } };
  if (!isNumberField(field)) return { key: 'notSo', values: { field: name, value } };
  const { min: least, max: most, whole } = configRanges[field];
  return { key: whole ? 'notWholeBetween' : 'notBetween', values: { name, value, least, most } };
}

function isNumberField(field: string): field is NumberField {
  return Object.hasOwn(configRanges, field);
}

/** Bounds that fields set each other. */
function checkTogether(config: LabConfig): void {
  const { nodes, learners, heartbeatTicks, electionTicks, readOnly, checkQuorum } = config;
  if (nodes + learners > MACHINES_MAX) {
    throw bad(
      `learners is ${learners}, but must be a whole number from 0 to ${MACHINES_MAX - nodes} beside ${nodes} nodes`,
      { key: 'manyMachines', values: { nodes, learners, max: MACHINES_MAX } },
    );
  }
  checkLayout(config);
  const { maxInflightBytes, maxSizePerMsg } = config;
  if (maxInflightBytes > 0 && maxInflightBytes < maxSizePerMsg) {
    throw bad(
      `maxInflightBytes is ${maxInflightBytes}, but must be 0 or at least maxSizePerMsg, which is ${maxSizePerMsg}`,
      { key: 'inflightBelowMessage', values: { value: maxInflightBytes, least: maxSizePerMsg } },
    );
  }
  if (heartbeatTicks >= electionTicks) {
    throw bad(
      `heartbeatTicks is ${heartbeatTicks}, but must be below electionTicks, a whole number from 1 to ${electionTicks - 1}`,
      { key: 'heartbeatTooLong', values: { value: heartbeatTicks, election: electionTicks } },
    );
  }
  if (config.snapshot !== undefined && config.bootstrap !== 'etcd') {
    throw bad(`bootstrap is "${config.bootstrap}", but must be "etcd" to begin with a snapshot`);
  }
  checkDrawing(config);
  checkBegun(config);
  checkAddresses(config.members ?? []);
  if (readOnly === 'leaseBased' && !checkQuorum) {
    throw bad('readOnly is "leaseBased", but must be "safe" while checkQuorum is false', {
      key: 'leaseWithoutQuorum',
      values: {},
    });
  }
  const unknown = unknownRule(config.brokenRules);
  if (unknown !== undefined) throw bad(`brokenRules: ${unknown}`);
}

function checkLayout({ layout, nodes, learners, bootstrap, machineSettings, begunFrom }: LabConfig): void {
  if (layout !== undefined) {
    const all = [...layout.voters, ...layout.learners, ...layout.spare];
    if (layout.voters.length !== nodes || layout.learners.length !== learners) {
      throw bad(
        `layout has ${layout.voters.length} voters and ${layout.learners.length} learners, but nodes is ${nodes} and learners is ${learners}`,
      );
    }
    if (new Set(all).size !== all.length) throw bad('layout names a machine twice');
    if (all.length > MACHINES_MAX)
      throw bad(`layout has ${all.length} machines, but a lab holds ${MACHINES_MAX}`);
    if (bootstrap !== 'plain' && begunFrom === undefined)
      throw bad('bootstrap is "etcd", but must be "plain" with a layout');
  }
  const machines = machinesOf({ layout, nodes, learners });
  for (const { node } of machineSettings ?? []) {
    if (!machines.includes(node)) throw bad(`machineSettings names node ${node}, which is not there`);
  }
}

function checkDrawing(config: LabConfig): void {
  const { drawing, bootstrap } = config;
  if (drawing === undefined) return;
  if (bootstrap !== 'plain')
    throw bad('bootstrap is "etcd", but must be "plain" to begin with drawn logs', {
      key: 'drawnWithEtcd',
      values: {},
    });
  const problem = problemOf(drawing, machinesOf(config));
  if (problem !== undefined) throw bad(`drawing: ${problemText(problem)}`, drawnReason(problem));
}

function checkBegun(config: LabConfig): void {
  const { begunFrom, bootstrap } = config;
  if (begunFrom === undefined) return;
  if (bootstrap !== 'etcd' || config.snapshot !== undefined)
    throw bad('a cluster that began elsewhere needs bootstrap "etcd" and no saved snapshot');
  const problem = begunProblem(begunFrom, machinesOf(config));
  if (problem !== undefined) throw bad(`begunFrom ${problem}`);
}

function drawnReason({ code, ...values }: DrawingProblem): Reason {
  const name = `${code.charAt(0).toUpperCase()}${code.slice(1)}` as Capitalize<typeof code>;
  return { key: `drawn${name}`, values };
}

/** Members are told apart by where their peers reach them. */
function checkAddresses(members: readonly MemberAddress[]): void {
  const taken = new Set<string>();
  for (const { name, peerUrls } of members) {
    if (peerUrls.length === 0)
      throw bad(`members: ${show(name)} has no peer URL, but must have one at least`);
    for (const url of new Set(peerUrls)) {
      if (taken.has(url))
        throw bad(`members: two have the peer URL ${show(url)}, but each must have its own`);
      taken.add(url);
    }
  }
}

function bad(message: string, reason?: Reason): CommandError {
  return new CommandError('badConfig', `bad configuration: ${message}`, reason);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
