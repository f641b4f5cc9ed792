import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { chanceOfTie, instabilities } from '../../src/forms/stability.ts';
import { defaultLabConfig, type LabConfig } from '../../src/sim/world/config.ts';

function told(dials: Partial<LabConfig>): string[] {
  return instabilities({ ...defaultLabConfig, ...dials }).map(({ type }) => type);
}

describe('what makes elections unstable', () => {
  it('is nothing with the usual dials, on slow disks that are fast enough, and in the flaky preset', () => {
    expect(told({})).toEqual([]);
    expect(told({ nodes: 9 })).toEqual([]);
    expect(told({ fsyncMs: 40 })).toEqual([]);
    expect(told({ loss: 0.1, duplicate: 0.05, reorder: 0.1, jitterMs: 30 })).toEqual([]);
  });

  it('is a heartbeat near the election timeout, as etcd refuses it', () => {
    expect(told({ heartbeatTicks: 2 })).toEqual([]);
    expect(instabilities({ ...defaultLabConfig, heartbeatTicks: 3 })).toEqual([
      { type: 'heartbeat', heartbeat: 300, election: 1000, times: 3.3 },
    ]);
  });

  it('is a network whose round trip is near the timeout, or over it', () => {
    expect(told({ latencyMs: 60 })).toContain('roundTrip');
    expect(told({ latencyMs: 46, jitterMs: 4 })).not.toContain('roundTrip');
    expect(told({ latencyMs: 500 })).toContain('voteTooSlow');
    expect(told({ latencyMs: 480, jitterMs: 15, fsyncMs: 20 })).toContain('voteTooSlow');
  });

  it('is heartbeats faster than a round trip', () => {
    expect(told({ latencyMs: 120, electionTicks: 100 })).toContain('heartbeatFast');
  });

  it('is loss, with the chance that all heartbeats of a timeout are lost', () => {
    const [found] = instabilities({ ...defaultLabConfig, loss: 0.5 });
    expect(found).toEqual({ type: 'loss', loss: 50, beats: 10, missed: 0.098, votes: 25 });
  });

  it('is a slow disk, few ticks, equal timeouts, and a timeout longer than etcd takes', () => {
    expect(told({ fsyncMs: 300 })).toEqual(['disk']);
    expect(told({ electionTicks: 2, heartbeatTicks: 1, tickMs: 1000 })).toContain('fewTicks');
    expect(told({ fixedElectionTicks: 12 })).toEqual(['fixed']);
    expect(told({ brokenRules: ['equalTimers'] })).toEqual(['fixed']);
    expect(told({ tickMs: 6000 })).toEqual(['long']);
  });

  it.prop([fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 6 })])(
    'counts ties as counting all draws does',
    (followers, ticks) => {
      const draws = ticks ** followers;
      let ties = 0;
      for (let draw = 0; draw < draws; draw++) {
        const timers = Array.from({ length: followers }, (_, i) => Math.floor(draw / ticks ** i) % ticks);
        const first = Math.min(...timers);
        if (timers.filter((timer) => timer === first).length > 1) ties++;
      }
      expect(chanceOfTie(followers, ticks)).toBeCloseTo(ties / draws, 10);
    },
  );
});
