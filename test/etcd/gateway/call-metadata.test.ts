import { describe, expect, it } from 'vitest';
import { readMetadata } from '../../../src/etcd/gateway/call-metadata.ts';
import { parseGrpcTimeout } from '../../../src/etcd/gateway/grpc-timeout.ts';

describe('a Grpc-Timeout', () => {
  it.each([
    ['1H', 3_600_000],
    ['+1S', 1000],
    ['000001S', 1000],
    ['1000000n', 1],
    ['1n', 1e-6],
    ['0S', 0],
    ['9223372036854775807n', 2 ** 63 / 1e6],
    ['2562047H', 2562047 * 3_600_000],
  ])('%s lasts %d ms', (text, ms) => {
    expect(parseGrpcTimeout(text)).toBe(ms);
  });

  it.each(['2562048H', '153722868M', '9223372037S', '9223372036855m', '9223372036854776u', '-1S'])(
    '%s is over before it begins: more than 2^63 ns wrap around',
    (text) => {
      expect(parseGrpcTimeout(text)).toBeLessThan(0);
    },
  );

  it('wraps around to a time again', () => {
    expect(parseGrpcTimeout('99999999999S')).toBeGreaterThan(0);
  });

  it.each(['S', '1', '1s', '1SS', '1 S', '1.5S', '0x1S', '9223372036854775808n', '', '１S'])(
    '%j is none',
    (text) => {
      expect(parseGrpcTimeout(text)).toBeUndefined();
    },
  );
});

describe('headers', () => {
  it.each([
    [{ authorization: 'a' }, 'a'],
    [{ 'grpc-metadata-authorization': 'b' }, 'b'],
    [{ 'grpc-metadata-token': 'c' }, 'c'],
    [{ 'grpc-metadata-token': 'c', authorization: 'a' }, 'c'],
    [{ 'grpc-metadata-token': '', authorization: 'a' }, ''],
    [{ token: 'd' }, undefined],
    [{ 'grpc-metadata-grpcgateway-authorization': 'e' }, undefined],
  ])('%j: the token is %j', (headers: Readonly<Record<string, string>>, token) => {
    expect(readMetadata(headers).token).toBe(token);
  });

  it.each([
    [{ 'grpc-metadata-hasleader': 'true' }, true],
    [{ 'grpc-metadata-hasleader': 'True' }, false],
    [{ 'grpc-metadata-hasleader': '1' }, false],
    [{ hasleader: 'true' }, false],
  ])('%j: a leader is needed: %j', (headers: Readonly<Record<string, string>>, needsLeader) => {
    expect(readMetadata(headers).needsLeader).toBe(needsLeader);
  });
});
