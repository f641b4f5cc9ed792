import { afterAll, beforeAll, expect, it } from 'vitest';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import type { LabConfig } from '../../src/sim/world/config.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

const SEED = 7;

/** Somebody at a console beside member 1 who types what the introduction names, line after line. */
class Reader {
  readonly lab: Lab;
  readonly #console: string;
  #read = 0;

  private constructor(lab: Lab, console: string) {
    this.lab = lab;
    this.#console = console;
  }

  /** In a lab as the page opens one, but for its seed. */
  static async sitDown(config: Partial<LabConfig> = {}): Promise<Reader> {
    const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
    await lab.reset({ nodes: 3, seed: SEED, ...config });
    await lab.runFor(4000);
    return new Reader(lab, await lab.openConsole(1));
  }

  /** What a line shows until the prompt is back. */
  async type(text: string): Promise<string> {
    await this.lab.tellConsole(this.#console, { type: 'line', text });
    for (let waited = 0; await this.#isBusy(); waited += 250) {
      if (waited > 30_000) throw new Error(`${text}: it does not come back\n${await this.#news()}`);
      await this.lab.runFor(250);
    }
    const shown = await this.#news();
    expect(shown.startsWith(`$ ${text}\n`), shown).toBe(true);
    return shown.slice(`$ ${text}\n`.length);
  }

  async #isBusy(): Promise<boolean> {
    const client = (await this.lab.clients()).find(({ name }) => name === this.#console);
    return client?.console?.jobs.some(({ number }) => number === undefined) === true;
  }

  async #news(): Promise<string> {
    const all = await this.lab.consoleText(this.#console);
    const news = all.slice(this.#read);
    this.#read = all.length;
    return news;
  }
}

/** A line as it is typed, and what it shows. */
type Walk = readonly (readonly [line: string, shows: string | RegExp])[];

const endpoints = '127.0.0.1:2379,127.0.0.1:22379,127.0.0.1:32379';
const rule = (...widths: readonly number[]) => `+${widths.map((width) => '-'.repeat(width)).join('+')}+\n`;
const members = [18, 9, 8, 24, 24, 12];

const procfile: Walk = [
  ['goreman check', 'valid procfile detected (infra1, infra2, infra3)\n'],
  ['goreman run status', '*infra1\n*infra2\n*infra3\n'],
  ['goreman run stop infra2', ''],
  ['goreman run status', '*infra1\n infra2\n*infra3\n'],
  [
    'etcdctl --endpoints=127.0.0.1:22379 --command-timeout=1s endpoint health; echo $?',
    '127.0.0.1:22379 is unhealthy: failed to commit proposal: context deadline exceeded\nError: unhealthy cluster\n1\n',
  ],
  ['goreman run start infra2', ''],
  ['goreman run restart infra2', ''],
  ['goreman run status', '*infra1\n*infra2\n*infra3\n'],
  [
    'goreman run stop infra3; goreman start & sleep 2; goreman run status; kill -KILL %1',
    /^\[1\] \d+\n\d\d:\d\d:\d\d infra3 \| Starting infra3 on port 5200\n\*infra1\n\*infra2\n\*infra3\n$/,
  ],
  ['sleep 2', ''],
];

const v3: Walk = [
  ['etcdctl put foo bar', 'OK\n'],
  ['etcdctl get foo', 'foo\nbar\n'],
  [
    'etcdctl --write-out=table --endpoints=localhost:2379 member list',
    new RegExp(
      `^${[
        rule(...members),
        '|        ID        | STATUS  |  NAME  |       PEER ADDRS       |      CLIENT ADDRS      | IS LEARNER |\n',
        rule(...members),
        '| ID | started | infra1 | http://127.0.0.1:12380 |  http://127.0.0.1:2379 |      false |\n',
        '| ID | started | infra2 | http://127.0.0.1:22380 | http://127.0.0.1:22379 |      false |\n',
        '| ID | started | infra3 | http://127.0.0.1:32380 | http://127.0.0.1:32379 |      false |\n',
        rule(...members),
      ]
        .join('')
        .replace(/[|+.]/g, '\\$&')
        .replaceAll('ID \\| started', '[0-9a-f]{16} \\| started')}$`,
    ),
  ],
  ['etcdctl get foo --print-value-only', 'bar\n'],
  ['etcdctl get foo --hex', '\\x66\\x6f\\x6f\n\\x62\\x61\\x72\n'],
  ['etcdctl put foo1 bar1; etcdctl put foo2 bar2; etcdctl put foo3 bar3', 'OK\nOK\nOK\n'],
  // A range ends before its end.
  ['etcdctl get foo foo3', 'foo\nbar\nfoo1\nbar1\nfoo2\nbar2\n'],
  ['etcdctl get --prefix --limit=2 foo', 'foo\nbar\nfoo1\nbar1\n'],
  ['etcdctl put foo "Hello World!"', 'OK\n'],
  [
    'etcdctl -w json get foo',
    /^\{"header":\{"cluster_id":\d+,"member_id":\d+,"revision":6,"raft_term":\d+\},"kvs":\[\{"key":"Zm9v","create_revision":2,"mod_revision":6,"version":2,"value":"SGVsbG8gV29ybGQh"\}\],"count":1\}\n$/,
  ],
  // As the notes have it: a flag of a command is refused in front of it.
  [
    'etcdctl --prefix get foo; echo $?',
    'Error: unknown command "foo" for "etcdctl"\nRun \'etcdctl --help\' for usage.\nError: unknown command "foo" for "etcdctl"\n1\n',
  ],
  ['etcdctl get --prefix foo', 'foo\nHello World!\nfoo1\nbar1\nfoo2\nbar2\nfoo3\nbar3\n'],
  ['etcdctl del --prefix foo', '4\n'],
  ['etcdctl get foo', ''],
  [
    'etcdctl member add infra4 --peer-urls=http://127.0.0.1:42380',
    /^Member [ 0-9a-f]{16} added to cluster [0-9a-f]{16}\n\nETCD_NAME="infra4"\nETCD_INITIAL_CLUSTER="[^"]*infra4=http:\/\/127\.0\.0\.1:42380[^"]*"\nETCD_INITIAL_ADVERTISE_PEER_URLS="http:\/\/127\.0\.0\.1:42380"\nETCD_INITIAL_CLUSTER_STATE="existing"\n$/,
  ],
  [
    'NEW=$(etcdctl member list | grep :42380 | cut -d, -f1); etcdctl member update $NEW --peer-urls=http://127.0.0.1:42390',
    /^Member [ 0-9a-f]{16} updated in cluster [0-9a-f]{16}\n$/,
  ],
  ['etcdctl member list | grep $NEW | cut -d, -f4', ' http://127.0.0.1:42390\n'],
  ['etcdctl member remove $NEW', /^Member [ 0-9a-f]{16} removed from cluster [0-9a-f]{16}\n$/],
  [
    'etcdctl member list',
    /^[0-9a-f]{16}, started, infra1, http:\/\/127\.0\.0\.1:12380, http:\/\/127\.0\.0\.1:2379, false\n(?:[0-9a-f]{16}, started, infra[23], .*, false\n){2}$/,
  ],
  [
    `etcdctl --endpoints=${endpoints} endpoint status -w table`,
    /^\+[-+]+\+\n\| {4}ENDPOINT {5}\| {8}ID {8}\| VERSION \| DB SIZE \| IS LEADER \| IS LEARNER \| RAFT TERM \| RAFT INDEX \| RAFT APPLIED INDEX \| ERRORS \|\n\+[-+]+\+\n(?:\| +127\.0\.0\.1:\d*2379 \| [0-9a-f]{16} \| {2}3\.4\.23 \| +\d+ kB \| +(?:true|false) \| +false \| +\d+ \| +\d+ \| +\d+ \| {8}\|\n){3}\+[-+]+\+\n$/,
  ],
  [
    `etcdctl --endpoints=${endpoints} endpoint health`,
    /^(?:127\.0\.0\.1:\d*2379 is healthy: successfully committed proposal: took = [\d.]+ms\n){3}$/,
  ],
  [
    'ETCDCTL_ENDPOINTS=x etcdctl --endpoints=127.0.0.1:2379 alarm list',
    /^2024-01-01 00:\d\d:\d\d\.\d{6} C \| pkg\/flags: conflicting environment variable "ETCDCTL_ENDPOINTS" is shadowed/,
  ],
  ['etcdctl alarm list', ''],
  ['bin/etcdctl version', 'etcdctl version: 3.4.23\nAPI version: 3.4\n'],
];

// As the notes have it, but for --total=10000, which takes half a minute.
const load: Walk = [
  [
    `benchmark --endpoints=${endpoints} --target-leader --conns=1 --clients=1 put --key-size=8 --sequential-keys --total=20 --val-size=256`,
    /Summary:\n {2}Total:\t[\d.]+ secs\.\n {2}Slowest:[^]*Requests\/sec:\t\d+\.\d+\n\nResponse time histogram:\n(?: {2}0\.0\d+ \[\d+\]\t\|∎*\n){11}\nLatency distribution:\n {2}10% in 0\.0\d+ secs\.\n/,
  ],
  ['etcdctl get "" --prefix --keys-only --limit 1 --hex', '\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\n\n'],
  // Its key space is 1 by default: the same key each time.
  ['etcdctl get "" --prefix -w json | grep -o \'"count":.*\'', '"count":1}\n'],
];

const keys = 'http://127.0.0.1:2379/v2/keys';

const v2ByHttp: Walk = [
  [
    `curl ${keys}/message -XPUT -d value="Hello world"`,
    /^\{"action":"set","node":\{"key":"\/message","value":"Hello world","modifiedIndex":(\d+),"createdIndex":\1\}\}\n$/,
  ],
  [`curl ${keys}/message`, /^\{"action":"get","node":\{"key":"\/message","value":"Hello world",/],
  [
    `curl ${keys}/foo -XPUT -d value=bar -d ttl=5`,
    /"value":"bar","expiration":"2024-01-01T00:0\d:[\d.]+Z","ttl":5,/,
  ],
  [
    `sleep 6; curl ${keys}/foo`,
    /^\{"errorCode":100,"message":"Key not found","cause":"\/foo","index":\d+\}\n$/,
  ],
  [
    `curl ${keys}/message -XDELETE`,
    /^\{"action":"delete","node":\{"key":"\/message",.*"prevNode":\{"key":"\/message","value":"Hello world",/,
  ],
  [`curl ${keys}/dir -XPUT -d dir=true`, /^\{"action":"set","node":\{"key":"\/dir","dir":true,/],
  // The directory is made on the way.
  [`curl ${keys}/foo_dir/foo -XPUT -d value=bar`, /^\{"action":"set","node":\{"key":"\/foo_dir\/foo",/],
  [
    `curl '${keys}/?recursive=true'`,
    /\{"key":"\/dir","dir":true,[^]*\{"key":"\/foo_dir","dir":true,"nodes":\[\{"key":"\/foo_dir\/foo","value":"bar",/,
  ],
  [
    `curl '${keys}/foo_dir?dir=true' -XDELETE`,
    /^\{"errorCode":108,"message":"Directory not empty","cause":"\/foo_dir",/,
  ],
  [
    `curl '${keys}/foo_dir?recursive=true' -XDELETE; curl -s '${keys}/dir?dir=true' -XDELETE`,
    /^(\{"action":"delete",.*\n){2}$/,
  ],
  // What begins with _ is there, and not shown.
  [
    `curl -s ${keys}/_message -XPUT -d value=hidden; curl -s ${keys}/; curl -s ${keys}/_message`,
    /\n\{"action":"get","node":\{"dir":true\}\}\n\{"action":"get","node":\{"key":"\/_message","value":"hidden",/,
  ],
  [
    `curl ${keys}/queue -XPOST -d value=Job1`,
    /^\{"action":"create","node":\{"key":"\/queue\/\d{20}","value":"Job1",/,
  ],
  [
    `curl -s ${keys}/queue -XPOST -d value=Job2 > /dev/null; curl '${keys}/queue?recursive=true&sorted=true'`,
    /"value":"Job1",.*"value":"Job2",/,
  ],
  [
    `curl -s '${keys}/foo?wait=true' & sleep 1; echo now; curl -s ${keys}/foo -XPUT -d value=one > /dev/null; wait`,
    /^\[1\] \d+\nnow\n\{"action":"set","node":\{"key":"\/foo","value":"one",.*\n$/,
  ],
  [
    `curl -s '${keys}/dir?wait=true&recursive=true' & sleep 1; echo now; curl -s ${keys}/dir/a -XPUT -d value=two > /dev/null; wait`,
    /^\[1\] \d+\nnow\n\{"action":"set","node":\{"key":"\/dir\/a",.*\n$/,
  ],
  [
    `curl '${keys}/foo?prevExist=false' -XPUT -d value=three`,
    /^\{"errorCode":105,"message":"Key already exists","cause":"\/foo",/,
  ],
  [
    `curl '${keys}/foo?prevValue=two' -XPUT -d value=three`,
    /^\{"errorCode":101,"message":"Compare failed","cause":"\[two != one\]",/,
  ],
  [
    `curl '${keys}/foo?prevValue=one' -XPUT -d value=two`,
    /^\{"action":"compareAndSwap","node":\{"key":"\/foo","value":"two",.*"prevNode":\{"key":"\/foo","value":"one",/,
  ],
  [
    `curl '${keys}/foo?prevIndex=1' -XDELETE`,
    /^\{"errorCode":101,"message":"Compare failed","cause":"\[1 != \d+\]",/,
  ],
  [`curl '${keys}/foo?prevValue=two' -XDELETE`, /^\{"action":"compareAndDelete",/],
  [
    'LEADER=$(etcdctl endpoint status --cluster | grep ", true, " | cut -d, -f1); curl -s $LEADER/v2/stats/leader',
    /^\{"leader":"[0-9a-f]{16}","followers":\{"[0-9a-f]{16}":\{"latency":\{"current":.*"counts":\{"fail":\d+,"success":\d+\}\}.*\}\}\n$/,
  ],
  [
    'curl http://127.0.0.1:2379/v2/stats/self',
    /^\{"name":"infra1","id":"[0-9a-f]{16}","state":"State(?:Leader|Follower)",/,
  ],
  // etcd counts a compare-and-delete that fails among those that succeed.
  [
    'curl http://127.0.0.1:2379/v2/stats/store',
    /"createFail":1,"compareAndSwapSuccess":1,"compareAndSwapFail":1,"compareAndDeleteSuccess":2,"compareAndDeleteFail":0,"expireCount":1,"watchers":0\}/,
  ],
  [
    'curl http://127.0.0.1:2379/v2/members',
    /^\{"members":\[\{"id":"[0-9a-f]{16}","name":"infra1","peerURLs":\["http:\/\/127\.0\.0\.1:12380"\],/,
  ],
  ['curl http://127.0.0.1:2379/version', '{"etcdserver":"3.4.23","etcdcluster":"3.4.0"}\n'],
  [
    'curl http://127.0.0.1:2379/debug/vars',
    /^\{\n"cmdline": \[[^]*"raft\.status": \{"id":"[0-9a-f]{16}","term":\d+,/,
  ],
  ['curl http://127.0.0.1:2379/health', '{"health":"true"}\n'],
];

const v2: Walk = [
  ['export ETCDCTL_API=2', ''],
  ['etcdctl set /message "hello, etcd"', 'hello, etcd\n'],
  ['etcdctl get /message', 'hello, etcd\n'],
  [
    'etcdctl -o extended get /message',
    /^Key: \/message\nCreated-Index: (\d+)\nModified-Index: \1\nTTL: 0\nIndex: \d+\n\nhello, etcd\n$/,
  ],
  ['etcdctl get /notexist; echo $?', /^Error: {2}100: Key not found \(\/notexist\) \[\d+\]\n4\n$/],
  ['etcdctl set /tempkey "gone with wind" --ttl 5', 'gone with wind\n'],
  ['etcdctl -o extended get /tempkey', /\nTTL: 5\n[^]*\ngone with wind\n$/],
  ['etcdctl rm /tempkey', 'PrevNode.Value: gone with wind\n'],
  [
    'etcdctl set --swap-with-value "hello, world" /message "goodbye, etcd"; echo $?',
    /^Error: {2}101: Compare failed \(\[hello, world != hello, etcd\]\) \[\d+\]\n4\n$/,
  ],
  ['etcdctl set --swap-with-value "hello, etcd" /message "goodbye, etcd"', 'goodbye, etcd\n'],
  ['etcdctl mk /foo bar', 'bar\n'],
  ['etcdctl mk /foo bar; echo $?', /^Error: {2}105: Key already exists \(\/foo\) \[\d+\]\n4\n$/],
  ['etcdctl mk --in-order /jobs job1; etcdctl mk --in-order /jobs job2', 'job1\njob2\n'],
  ['etcdctl ls --sort /jobs', /^\/jobs\/\d{20}\n\/jobs\/\d{20}\n$/],
  ['etcdctl update /message "I\'am changed"; etcdctl get /message', "I'am changed\nI'am changed\n"],
  ['etcdctl update /notexist x; echo $?', /^Error: {2}100: Key not found \(\/notexist\) \[\d+\]\n4\n$/],
  [
    'etcdctl update --ttl 2 /message "I\'am changed"; sleep 4; etcdctl get /message',
    /^I'am changed\nError: {2}100: Key not found \(\/message\) \[\d+\]\n$/,
  ],
  [
    'etcdctl rm --with-value wrong /foo; echo $?',
    /^Error: {2}101: Compare failed \(\[wrong != bar\]\) \[\d+\]\n4\n$/,
  ],
  ['etcdctl rm --with-value bar /foo', '\n'],
  ['etcdctl mkdir /folder; etcdctl mkdir /folder/sub', ''],
  ['etcdctl rmdir /folder; echo $?', /^Error: {2}108: Directory not empty \(\/folder\) \[\d+\]\n4\n$/],
  ['etcdctl rmdir /folder/sub; etcdctl rm --recursive /folder', ''],
  [
    'etcdctl ls --recursive / | grep -v /queue/ | sort',
    /^\/dir\n\/dir\/a\n\/jobs\n(?:\/jobs\/\d{20}\n){2}\/queue\n$/,
  ],
  [
    'etcdctl watch /message & sleep 1; echo now; etcdctl set /message changed > /dev/null; wait',
    /^\[1\] \d+\nnow\nchanged\n$/,
  ],
  [
    'etcdctl watch --forever /message & sleep 1; for i in one two; do etcdctl set /message $i > /dev/null; sleep 1; done; kill -INT %1; wait',
    /^\[1\] \d+\none\ntwo\n$/,
  ],
  [
    'etcdctl exec-watch --recursive / -- sh -c "echo change detected." & sleep 1; etcdctl set /message one; sleep 1; kill -INT %1; wait',
    /^\[1\] \d+\n(?:one\nchange detected\.|change detected\.\none)\n$/,
  ],
  [
    'etcdctl cluster-health',
    /^(?:member [0-9a-f]{16} is healthy: got healthy result from http:\/\/127\.0\.0\.1:\d*2379\n){3}cluster is healthy\n$/,
  ],
  [
    'etcdctl member list',
    /^(?:[0-9a-f]{16}: name=infra\d peerURLs=http:\/\/127\.0\.0\.1:\d2380 clientURLs=http:\/\/127\.0\.0\.1:\d*2379 isLeader=(?:true|false)\n){3}$/,
  ],
  // Two stores in one: what one API wrote the other does not see.
  ['ETCDCTL_API=3 etcdctl get /message', ''],
];

const keyServer: Walk = [
  ['curl -L http://127.0.0.1:12380/my-key', 'Failed to GET\n'],
  ['curl -L http://127.0.0.1:12380/my-key -XPUT -d hello', ''],
  ['curl -L http://127.0.0.1:12380/my-key; curl -L http://127.0.0.1:22380/my-key', 'hellohello\n'],
  ['goreman run stop infra2; curl -L http://127.0.0.1:12380/my-key -XPUT -d again', ''],
  ['curl -L http://127.0.0.1:32380/my-key', 'again\n'],
  ['goreman run start infra2; sleep 1; curl -L http://127.0.0.1:22380/my-key', 'again\n'],
  ['curl -L http://127.0.0.1:12380/4 -XPOST -d http://127.0.0.1:42379; sleep 1', ''],
  [
    'curl -L http://127.0.0.1:12380/four -XPUT -d members; sleep 1; curl -L http://127.0.0.1:32380/four',
    'members\n',
  ],
  ['curl -L http://127.0.0.1:12380/4 -XDELETE; sleep 1', ''],
  ['curl -sL -w "%{http_code}" http://127.0.0.1:12380/x -XDELETE', 'Failed on DELETE\n400\n'],
  [
    'curl -L http://127.0.0.1:12380/three -XPUT -d again; curl -L http://127.0.0.1:12380/three',
    /^(?:again|Failed to GET)\n$/,
  ],
];

let reader: Reader;
let withKeyServer: Reader;

beforeAll(async () => {
  reader = await Reader.sitDown();
  withKeyServer = await Reader.sitDown({ keyServer: true });
});

async function follow(at: Reader, walk: Walk): Promise<void> {
  for (const [line, shows] of walk) {
    const shown = await at.type(line);
    if (typeof shows === 'string') expect(shown, line).toBe(shows);
    else expect(shown, line).toMatch(shows);
  }
}

// One console goes through the notes in their order.
it.each([
  ['three members under goreman', procfile],
  ['etcdctl, API 3', v3],
  ['benchmark', load],
  ['API 2 over HTTP', v2ByHttp],
  ['etcdctl, API 2', v2],
])('what the introduction names works as typed: %s', async (_, walk) => {
  await follow(reader, walk);
});

it('what the introduction names works as typed: the key server of raftexample', async () => {
  await follow(withKeyServer, keyServer);
});

afterAll(async () => {
  // Nothing that was typed has broken what Raft promises.
  expect((await reader.lab.state()).violations).toEqual([]);
});
