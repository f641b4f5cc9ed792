import type { LabConfig } from '../sim/world/config.ts';

/**
 * Why elections of a run with these dials will be unstable, with the numbers that say so: times in ms as the lab has them,
 * chances in percent. The measures are those of etcd's tuning guide (heartbeats about a round trip apart, an election timeout of at
 * least ten round trips, disks that sync within ten milliseconds) and of its own checks when it starts (five heartbeats a timeout,
 * 50 s at most).
 */
export type Instability =
  /** Votes come back when the timeout may be over already. */
  | { readonly type: 'voteTooSlow'; readonly vote: number; readonly election: number }
  | {
      readonly type: 'roundTrip';
      readonly roundTrip: number;
      readonly election: number;
      readonly times: number;
    }
  /** So few heartbeats fit into a timeout. */
  | {
      readonly type: 'heartbeat';
      readonly heartbeat: number;
      readonly election: number;
      readonly times: number;
    }
  | { readonly type: 'heartbeatFast'; readonly heartbeat: number; readonly roundTrip: number }
  /** A follower misses all heartbeats of a timeout. `votes`: a vote that is asked for comes back. */
  | {
      readonly type: 'loss';
      readonly loss: number;
      readonly beats: number;
      readonly missed: number;
      readonly votes: number;
    }
  | { readonly type: 'disk'; readonly fsync: number; readonly election: number }
  /** Timeouts are drawn from few ticks: the first two end in the same one. */
  | { readonly type: 'fewTicks'; readonly ticks: number; readonly followers: number; readonly tie: number }
  | { readonly type: 'fixed'; readonly ticks: number }
  | { readonly type: 'long'; readonly election: number };

/** etcd: "--election-timeout should be at least as 5 times as --heartbeat-interval". */
const HEARTBEATS_MIN = 5;
/** etcd's tuning guide: the timeout is at least so many round trips. */
const ROUND_TRIPS_MIN = 10;
/** etcd's tuning guide: heartbeats are at least half a round trip apart. */
const HEARTBEAT_MIN = 0.5;
/** etcd's upper limit of the election timeout. */
const ELECTION_MS_MAX = 50_000;
/** Told from this chance on, in a timeout, that a follower hears none of its heartbeats. */
const MISSED_MIN = 0.001;
/** Told from this share of lost messages on, whatever becomes of heartbeats. */
const LOSS_MIN = 0.2;
/** Told when an election is likelier split than not. */
const TIE_MIN = 0.5;
/** A sync may take this part of a timeout. */
const DISK_PART = 0.25;

/** What makes elections unstable, the worst first; empty: nothing does. */
export function instabilities(config: LabConfig): readonly Instability[] {
  const { tickMs, electionTicks, heartbeatTicks, latencyMs, jitterMs, fsyncMs, loss } = config;
  const election = electionTicks * tickMs;
  const heartbeat = heartbeatTicks * tickMs;
  const roundTrip = 2 * (latencyMs + jitterMs);
  const found: Instability[] = [];
  // A vote leaves when it is on the voter's disk.
  const vote = roundTrip + fsyncMs;
  if (vote >= election) found.push({ type: 'voteTooSlow', vote, election });
  else {
    if (fsyncMs > election * DISK_PART) found.push({ type: 'disk', fsync: fsyncMs, election });
    if (election < ROUND_TRIPS_MIN * roundTrip)
      found.push({ type: 'roundTrip', roundTrip, election, times: oneDigit(election / roundTrip) });
  }
  if (config.fixedElectionTicks > 0 || config.brokenRules.includes('equalTimers'))
    found.push({ type: 'fixed', ticks: config.fixedElectionTicks || electionTicks });
  else {
    const followers = config.nodes - 1;
    const tie = chanceOfTie(followers, electionTicks);
    if (tie > TIE_MIN) found.push({ type: 'fewTicks', ticks: electionTicks, followers, tie: percent(tie) });
  }
  if (heartbeatTicks < electionTicks && election < HEARTBEATS_MIN * heartbeat)
    found.push({ type: 'heartbeat', heartbeat, election, times: oneDigit(election / heartbeat) });
  if (heartbeat < HEARTBEAT_MIN * roundTrip) found.push({ type: 'heartbeatFast', heartbeat, roundTrip });
  const beats = Math.max(1, Math.floor(electionTicks / heartbeatTicks));
  const missed = loss ** beats;
  if (loss > 0 && (missed > MISSED_MIN || loss >= LOSS_MIN))
    found.push({
      type: 'loss',
      loss: percent(loss),
      beats,
      missed: percent(missed),
      votes: percent((1 - loss) ** 2),
    });
  if (election > ELECTION_MS_MAX) found.push({ type: 'long', election });
  return found;
}

/** That of so many timeouts, each drawn from so many ticks, the first two end in the same tick. */
export function chanceOfTie(followers: number, ticks: number): number {
  if (followers < 2) return 0;
  let alone = 0;
  for (let later = 0; later < ticks; later++) alone += (later / ticks) ** (followers - 1);
  return 1 - (followers / ticks) * alone;
}

/** With as many digits as are worth reading. */
function percent(chance: number): number {
  return Number((chance * 100).toPrecision(2));
}

function oneDigit(value: number): number {
  return Math.round(value * 10) / 10;
}
