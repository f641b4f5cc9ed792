import type { MachineSettings } from '../../sim/world/config.ts';

/** The state of the world for scripts (README, "Scripting"): plain JSON. A term beyond 2^53 is a decimal string. */
export interface WorldState {
  timeMs: number;
  /** Time stands, and what happens next is picked from enabledActions(). */
  byHand: boolean;
  seed: number;
  /** How many inputs so far. */
  events: number;
  nodes: WorldNode[];
  messages: WorldMessage[];
  links: WorldLink[];
  violations: WorldViolation[];
}

export interface WorldNode {
  id: number;
  status: 'up' | 'killed' | 'paused';
  member: 'voter' | 'learner' | 'none';
  role: 'follower' | 'precandidate' | 'candidate' | 'leader';
  term: number | string;
  vote: number;
  lead: number;
  commitIndex: number;
  appliedIndex: number;
  firstIndex: number;
  lastIndex: number;
  snapshotIndex: number;
  stableIndex: number;
  log: { index: number; term: number | string; type: string }[];
  progress: Record<string, { state: string; match: number; next: number; paused: boolean; inflight: number }>;
  revision: number;
  compactRevision: number;
  kvHash: number;
  /** Runs in its own Web Worker now. */
  worker: boolean;
  /** Settings of its own, where it has some: in force from its next start on. */
  settings?: MachineSettings;
  /** Nothing on its disk is done now. */
  diskStuck?: true;
  /** Why it is down, when it fell by itself. */
  crashed?: string;
  /** It is down because the cluster removed its member. */
  removed?: true;
}

export interface WorldMessage {
  id: number;
  type: string;
  number: number;
  from: number;
  to: number;
  term: number | string;
  sentAtMs: number;
  dueAtMs: number;
  fate: 'flying' | 'held' | 'doomed';
}

export interface WorldLink {
  from: number;
  to: number;
  cut: boolean;
  held: boolean;
  latencyMs: number;
  jitterMs: number;
  loss: number;
  duplicate: number;
  reorder: number;
}

export interface WorldViolation {
  property: string;
  atMs: number;
  event: number;
  nodes: number[];
  detail: string;
}

/** How a client's call ended. */
export interface Outcome {
  status: 'ok' | 'failed' | 'unknown';
  error?: string;
  revision?: number;
  kvs?: {
    key: string;
    value: string;
    createRevision: number;
    modRevision: number;
    version: number;
    lease: number;
  }[];
  /** del: how many keys went. */
  deleted?: number;
  node: number;
  invokedAtMs: number;
  returnedAtMs: number;
}
