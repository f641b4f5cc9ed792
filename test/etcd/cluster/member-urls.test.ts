import { describe, expect, test } from 'vitest';
import { parseMemberUrls } from '../../../src/etcd/cluster/member-urls.ts';

/** What Go's types.NewURLs of etcd 3.4.23 made of each; undefined: an error. */
const urls: readonly (readonly [given: string, normal: string | undefined])[] = [
  ['http://localhost:2380', 'http://localhost:2380'],
  ['http://10.0.0.1:80', 'http://10.0.0.1:80'],
  [' https://A.b:443\t', 'https://A.b:443'],
  ['HTTP://a:1', 'http://a:1'],
  ['unix://sock:0', 'unix://sock:0'],
  ['unixs://sock:0', 'unixs://sock:0'],
  ['http://[::1]:2380', 'http://[::1]:2380'],
  ['http://[fe80::1%25en0]:1', 'http://[fe80::1%25en0]:1'],
  ['http://[fe80::1%25%41]:1', 'http://[fe80::1%25A]:1'],
  ['http://:1', 'http://:1'],
  ['http://a:', 'http://a:'],
  ['http://a:0080', 'http://a:0080'],
  ['http://a:1?x=1', 'http://a:1?x=1'],
  ['http://a:1#f', 'http://a:1#f'],
  ['http://a:1#', 'http://a:1'],
  ['http://u:p:q@a:1', 'http://u:p%3Aq@a:1'],
  ['http://ä:1', 'http://%C3%A4:1'],
  ['http://h%C3%A4:1', 'http://h%C3%A4:1'],
  ['', undefined],
  ['nonsense', undefined],
  ['127.0.0.1:2380', undefined],
  ['localhost:2380', undefined],
  ['ftp://a:1', undefined],
  ['1http://a:1', undefined],
  ['http:/a:1', undefined],
  ['http://a', undefined],
  ['http://a:1/', undefined],
  ['http://a:1/path', undefined],
  ['http://a:b', undefined],
  ['http://a:1:2', undefined],
  ['http://::1:2380', undefined],
  ['http://[::1]', undefined],
  ['http://[::1:2380', undefined],
  ['http://a b:1', undefined],
  ['http://a%20b:1', undefined],
  ['http://a%zz:1', undefined],
  ['http://a^b:1', undefined],
  ['http://a:1\u0001', undefined],
  ['http://a b@c:1', undefined],
];

describe("members' URLs, as etcd reads them", () => {
  test.each(urls)('%j is %j', (given, normal) => {
    expect(parseMemberUrls([given])).toEqual(normal === undefined ? undefined : [normal]);
  });

  test('one wrong among them makes all wrong, and none at all is wrong', () => {
    expect(parseMemberUrls(['http://a:1', 'a'])).toBe(undefined);
    expect(parseMemberUrls([])).toBe(undefined);
  });

  test('they come in order, and twice if they were given twice', () => {
    expect(parseMemberUrls(['http://b:1', 'http://a:1', 'http://b:1'])).toEqual([
      'http://a:1',
      'http://b:1',
      'http://b:1',
    ]);
  });
});
