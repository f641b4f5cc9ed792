import { describe, expect, it } from 'vitest';
import { outcomeOf } from './run-text.ts';

const three = ['cluster voters=1,2,3', 'campaign 1', 'propose 1 x=1'];

describe('faults in scripts', () => {
  it('a bit of the log is found by its checksum, and the rest goes on without that node', async () => {
    expect(
      await outcomeOf(
        ...three,
        'crash 2',
        'flip 2 wal record=-1',
        'restart 2',
        'expect down 2 walpb: crc mismatch',
        'propose 1 y=2',
        'expect 1,3 commit=3 kv.y=2',
      ),
    ).toBe('passed');
    expect(await outcomeOf(...three, 'crash 2', 'expect down 2 crc mismatch')).toContain(
      'somebody has stopped it',
    );
    expect(await outcomeOf(...three, 'expect down 2')).toContain('it is up');
  });

  it('a full disk ends its member at the next write, and room lets it start', async () => {
    expect(
      await outcomeOf(
        ...three,
        'disk 2 full',
        'propose 1 y=2',
        'expect down 2 no space left on device',
        'disk 2 sound',
        'restart 2',
        'tick 1',
        'expect 1,2,3 commit=3 kv.y=2',
      ),
    ).toBe('passed');
  });

  it('failing writes and an unreadable log end it with etcd’s lines', async () => {
    expect(
      await outcomeOf(
        ...three,
        'disk 3 fails',
        'propose 1 y=2',
        'expect down 3 failed to save state and entries error: input/output error',
        'disk 3 sound unreadable=wal',
        'restart 3',
        'expect down 3 input/output error',
      ),
    ).toBe('passed');
  });

  it('a disk that lies forgets with the power what it had promised, and its member panics as etcd’s does', async () => {
    expect(
      await outcomeOf(
        ...three,
        'disk 2 lies',
        'propose 1 y=2',
        'power 2',
        'restart 2',
        'tick 1',
        'expect down 2 is out of range',
      ),
    ).toBe('passed');
  });

  it('the network takes a shape, and heals', async () => {
    expect(
      await outcomeOf(
        'cluster voters=1,2,3,4,5 preVote checkQuorum',
        'campaign 1',
        'shape bridge 3',
        'propose 1 x=1',
        'expect 1,2,3 commit=2',
        'expect 4,5 commit=1',
        'heal',
        'tick 1',
        'expect 1,2,3,4,5 commit=2',
      ),
    ).toBe('passed');
  });

  it('what is no such fault is said', async () => {
    await expect(outcomeOf(...three, 'disk 2 wet')).rejects.toThrow('"wet": full, room=BYTES');
    await expect(outcomeOf(...three, 'shape square')).rejects.toThrow('"square": a shape (halves');
    expect(await outcomeOf(...three, 'flip 2')).toContain('kill it first');
    await expect(outcomeOf(...three, 'clock 2')).rejects.toThrow('jump=SECONDS');
  });
});
