import type { LabConfig } from '../../sim/world/config.ts';
import { configRanges, MACHINES_MAX } from '../../sim/world/parse-config.ts';

export type NumberField = keyof typeof configRanges;
export type SwitchField = {
  [Field in keyof LabConfig]-?: LabConfig[Field] extends boolean ? Field : never;
}[keyof LabConfig];

export interface FieldSpec {
  readonly name: NumberField;
  readonly unit?: 'ms' | '%' | 'B';
}

export type GroupId = 'cluster' | 'raft' | 'network' | 'clock' | 'etcd';

/** Every number of a configuration, where it stands in the form. Those of `more` are folded away until they are wanted. */
export const numberGroups: readonly {
  readonly id: GroupId;
  readonly fields: readonly FieldSpec[];
  readonly more: readonly FieldSpec[];
}[] = [
  { id: 'cluster', fields: [{ name: 'nodes' }, { name: 'learners' }, { name: 'seed' }], more: [] },
  {
    id: 'network',
    fields: [
      { name: 'latencyMs', unit: 'ms' },
      { name: 'jitterMs', unit: 'ms' },
      { name: 'loss', unit: '%' },
      { name: 'duplicate', unit: '%' },
      { name: 'reorder', unit: '%' },
    ],
    more: [],
  },
  {
    id: 'clock',
    fields: [
      { name: 'tickMs', unit: 'ms' },
      { name: 'electionTicks' },
      { name: 'heartbeatTicks' },
      { name: 'fsyncMs', unit: 'ms' },
    ],
    more: [
      { name: 'applyMs', unit: 'ms' },
      { name: 'clientTimeoutMs', unit: 'ms' },
    ],
  },
  {
    id: 'raft',
    fields: [{ name: 'snapshotCount' }],
    more: [
      { name: 'snapshotCatchUpEntries' },
      { name: 'maxSizePerMsg', unit: 'B' },
      { name: 'maxInflightMsgs' },
      { name: 'maxInflightBytes', unit: 'B' },
      { name: 'maxUncommittedBytes', unit: 'B' },
      { name: 'fixedElectionTicks' },
    ],
  },
  {
    id: 'etcd',
    fields: [{ name: 'quotaBytes', unit: 'B' }],
    more: [
      { name: 'maxTxnOps' },
      { name: 'minLeaseTtl' },
      { name: 'callTimeoutMs', unit: 'ms' },
      { name: 'maxRequestBytes', unit: 'B' },
      { name: 'authTokenTtlMs', unit: 'ms' },
      { name: 'watchProgressMs', unit: 'ms' },
      { name: 'corruptCheckMs', unit: 'ms' },
      { name: 'autoCompactionRetention' },
    ],
  },
];

export const switchGroups: Readonly<Partial<Record<GroupId, readonly SwitchField[]>>> = {
  raft: ['preVote', 'checkQuorum', 'stepDownOnRemoval', 'readyByHand'],
  network: ['transportReports'],
  etcd: [
    'enableV2',
    'keyServer',
    'leaseCheckpoints',
    'strictReconfigCheck',
    'stopsWhenRemoved',
    'keepsTombstones',
    'randomApply',
  ],
};

/** Fields that have an element of their own in the form. */
export const otherFields = [
  'readOnly',
  'storage',
  'crashLoses',
  'bootstrap',
  'autoCompactionMode',
  'clusterToken',
  'brokenRules',
] as const;

/** What is shown for a number of the configuration: shares are percent. */
export function shownFactor({ unit }: FieldSpec): number {
  return unit === '%' ? 100 : 1;
}

/** The bounds of a field as they are typed. */
export function shownRange(field: FieldSpec): {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
} {
  const { min, max, whole } = configRanges[field.name];
  const factor = shownFactor(field);
  return { min: min * factor, max: max * factor, whole };
}

/** Whether the lab would take it. */
export function isInRange({ name }: FieldSpec, value: number): boolean {
  const { min, max, whole } = configRanges[name];
  return value >= min && value <= max && (!whole || Number.isSafeInteger(value));
}

/** What two fields forbid each other, as the lab does. */
export function conflictOf(config: LabConfig): 'machines' | 'heartbeat' | 'lease' | undefined {
  if (config.nodes + config.learners > MACHINES_MAX) return 'machines';
  if (config.heartbeatTicks >= config.electionTicks) return 'heartbeat';
  return config.readOnly === 'leaseBased' && !config.checkQuorum ? 'lease' : undefined;
}
