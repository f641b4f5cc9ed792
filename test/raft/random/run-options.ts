import { drawInt, makeDice } from '../../../src/base/random.ts';
import type { RaftConfig } from '../../../src/raft/config.ts';

/** What kind of run a seed stands for. */
export interface RunOptions {
  readonly seed: number;
  /** Voters at the start. */
  readonly size: number;
  /** Machines, by id - 1, that write asynchronously; beyond the list as the seed's parity says. */
  readonly async: (id: number) => boolean;
  readonly electionTick: number;
  readonly raft: Pick<
    RaftConfig,
    | 'heartbeatTick'
    | 'maxSizePerMsg'
    | 'maxCommittedSizePerReady'
    | 'maxUncommittedEntriesSize'
    | 'maxInflightMsgs'
    | 'maxInflightBytes'
    | 'checkQuorum'
    | 'preVote'
    | 'readOnlyOption'
    | 'disableProposalForwarding'
    | 'stepDownOnRemoval'
    | 'brokenRules'
  >;
  /** How often what happens, in parts of the sum. */
  readonly weights: Weights;
  /** Percent of inputs whose Ready is handled at once. */
  readonly eager: number;
}

export type ActName =
  | 'deliver'
  | 'work'
  | 'tick'
  | 'propose'
  | 'read'
  | 'drop'
  | 'duplicate'
  | 'cut'
  | 'heal'
  | 'crash'
  | 'restart'
  | 'campaign'
  | 'transfer'
  | 'forget'
  | 'compact'
  | 'change'
  | 'unreachable'
  | 'snapshotStatus'
  | 'destroy';
export type Weights = Readonly<Record<ActName, number>>;

/** Sizes in bytes: an entry of these runs has 10 to 260. */
const LIMITS = [0, 30, 100, 400, Infinity] as const;

/** Every fourth seed is about reads under a network that falls apart, every fourth about members. */
const FOCUSES: readonly Partial<Weights>[] = [
  {},
  { read: 80, cut: 10, heal: 6, tick: 150 },
  {},
  {
    change: 80,
    crash: 4,
    restart: 20,
    cut: 12,
    heal: 4,
    compact: 4,
    destroy: 1,
    propose: 10,
    tick: 250,
    campaign: 4,
  },
];

export function drawRunOptions(
  seed: number,
  brokenRules: readonly string[] = [],
  weights: Partial<Weights> = {},
): RunOptions {
  const dice = makeDice(seed, 'options');
  const draw = (min: number, max: number): number => drawInt(dice, min, max);
  const coin = (percent: number): boolean => draw(1, 100) <= percent;
  const pick = <T>(list: readonly T[]): T => list[draw(0, list.length - 1)] as T;
  const asyncMask = pick([0, 0xffffff, 0x555555, draw(0, 0xffffff)]);
  const checkQuorum = coin(50);
  const maxSizePerMsg = pick(LIMITS);
  return {
    seed,
    size: pick([1, 2, 3, 3, 3, 3, 4, 5, 5, 5, 6, 7]),
    async: (id) => ((asyncMask >> (id - 1)) & 1) === 1,
    electionTick: pick([3, 5, 10]),
    raft: {
      heartbeatTick: pick([1, 1, 2]),
      maxSizePerMsg,
      maxCommittedSizePerReady: pick(LIMITS.slice(1)),
      maxUncommittedEntriesSize: coin(60) ? Infinity : pick([20, 200]),
      maxInflightMsgs: pick([1, 2, 4, 64]),
      maxInflightBytes: coin(50) ? Infinity : maxSizePerMsg + pick([10, 200]),
      checkQuorum,
      preVote: coin(50),
      readOnlyOption: checkQuorum && coin(20) ? 'leaseBased' : 'safe',
      disableProposalForwarding: coin(15),
      stepDownOnRemoval: coin(50),
      brokenRules,
    },
    weights: { ...drawWeights(draw, coin), ...FOCUSES[seed % FOCUSES.length], ...weights },
    eager: pick([30, 80, 100]),
  };
}

function drawWeights(
  draw: (min: number, max: number) => number,
  coin: (percent: number) => boolean,
): Weights {
  const rarely = (percent: number, max: number): number => (coin(percent) ? draw(1, max) : 0);
  const crash = rarely(60, 8);
  const cut = rarely(60, 8);
  const change = rarely(60, 25);
  return {
    deliver: draw(200, 500),
    work: draw(100, 400),
    tick: draw(40, 250),
    propose: draw(10, 100),
    read: rarely(50, 20),
    drop: rarely(60, 60),
    duplicate: rarely(60, 30),
    cut,
    heal: cut === 0 ? 0 : draw(2, 10),
    crash,
    restart: crash === 0 ? 0 : draw(8, 30),
    campaign: rarely(40, 6),
    transfer: rarely(40, 8),
    forget: rarely(20, 5),
    compact: rarely(70, 15),
    change,
    unreachable: rarely(30, 8),
    snapshotStatus: draw(3, 10),
    destroy: change === 0 ? 0 : 4,
  };
}
