import * as v from 'valibot';
import { expect, it } from 'vitest';
import { decodeUtf8 } from '../../src/base/utf8.ts';
import { Lab } from '../../src/lab/lab.ts';
import { parseScripts } from '../../src/lessons/language/parse-script.ts';
import { InProcessStage } from '../../src/lessons/run/in-process-stage.ts';
import { runScript } from '../../src/lessons/run/run-script.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';

const makeLab = (): Lab => new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });

type Rows = readonly (readonly [string, string, number, number, number])[];

async function etcdctl(lab: Lab, line: string): Promise<string> {
  const ended = lab.etcdctl({ line });
  await lab.runFor(500);
  return (await ended).stdout;
}

/** Keys with their values, revisions and versions, as etcdctl gives them. */
async function storeOf(lab: Lab): Promise<Rows> {
  const stdout = await etcdctl(lab, 'get "" --prefix -w json');
  const { kvs } = v.parse(answer, JSON.parse(stdout));
  return kvs.map(({ key, value, create_revision, mod_revision, version }) => [
    atob(key),
    atob(value),
    create_revision,
    mod_revision,
    version,
  ]);
}

const answer = v.object({
  kvs: v.array(
    v.object({
      key: v.string(),
      value: v.string(),
      create_revision: v.number(),
      mod_revision: v.number(),
      version: v.number(),
    }),
  ),
});

/** The same of a script that is run by itself. */
async function storeAfter(text: string): Promise<Rows | undefined> {
  const [script] = parseScripts(text, 'saved');
  if (script?.ok !== true) throw new Error(JSON.stringify(script));
  const { cluster, failure } = await runScript(script.script, new InProcessStage());
  expect(failure, text).toBeUndefined();
  return cluster
    ?.newest()
    ?.range(0, 100)
    .kvs.map((kv) => [
      decodeUtf8(kv.key),
      decodeUtf8(kv.value),
      kv.createRevision,
      kv.modRevision,
      kv.version,
    ]);
}

it('a session of ten lines, saved as a script and run, gives the same keys at the same revisions', async () => {
  const lab = makeLab();
  await lab.reset({ nodes: 3, seed: 7 });
  await lab.runFor(3000);
  // Others write, before and in between.
  await etcdctl(lab, 'put before "the console"');
  const name = await lab.openConsole(1);
  const type = async (text: string, ms = 1000): Promise<void> => {
    await lab.tellConsole(name, { type: 'line', text });
    await lab.runFor(ms);
  };
  const { nodes } = await lab.state();
  const leader = nodes.find(({ role }) => role === 'leader')?.id ?? 0;
  await type('etcdctl put app/one 1; etcdctl put "app/two words" "a value, with marks = (of all) kinds"');
  await type(`etcdctl watch --prefix app/ > seen &`);
  await type(
    `etcdctl txn <<END\nvalue("app/one") = "1"\n\nput app/one 2\ndel before\n\nput app/never x\n\nEND`,
  );
  await etcdctl(lab, 'put between 1');
  await type(`curl -s -X POST http://127.0.0.1:2379/v3/kv/put -d '{"key":"d2ViL2E=","value":"MQ=="}'`);
  await type('etcdctl lease grant 2', 500);
  const lease = /lease ([0-9a-f]+) granted/.exec(await lab.consoleText(name))?.[1] ?? '';
  await type(`etcdctl put --lease=${lease} app/session mine`, 6000);
  await type(`etcdctl put --lease=${lease} app/session again`);
  const other = leader === 1 ? 2 : leader;
  await type(`goreman run stop infra${other}`, 4000);
  await type('etcdctl put app/after stop; etcdctl get app/ --prefix --keys-only; etcdctl member list', 3000);
  await type(`goreman run restart infra${other}; etcdctl compaction 4; etcdctl del app/one`, 4000);
  await type('etcdctl lease grant 60', 500);
  const second = /lease ([0-9a-f]+) granted.*60s/.exec(await lab.consoleText(name))?.[1] ?? '';
  await type(`etcdctl put --lease=${second} held x; etcdctl lease revoke ${second}`);
  const script = await lab.consoleScript(name);
  const store = await storeOf(lab);
  expect(store.map(([key]) => key)).toEqual(['app/after', 'app/two words', 'between', 'web/a']);
  expect(await storeAfter(script)).toEqual(store);
  // The same by the lab's door; what cannot be said is said to be so.
  expect(await makeLab().script(script)).toEqual({ passed: 1, failed: 0, failures: [] });
  expect(script).toContain('# Not said here: memberList: the language has no such call.');
  expect(script).toMatchInlineSnapshot(`
    "# What was done at console1, as a script for "npm run lab".
    # Time stands in it: who was elected campaigns, and a lease that has run out is revoked.
    # c0 is everybody else: what others have written stands where it was, so that revisions are the same.
    cluster voters=1,2,3
    campaign 1
    client c1 at=1

    # $ etcdctl put app/one 1; etcdctl put "app/two words" "a value, with marks = (of all) kinds"
    # at 3.500 s
    client c0 at=1
    c0 at=1 put before="the console"
    c1 put app/one=1
    c1 put "app/two words"="a value, with marks = (of all) kinds"

    # $ etcdctl watch --prefix app/ > seen &
    # at 4.500 s
    c1 watch w1 prefix=app/

    # $ etcdctl txn <<END
    # value("app/one") = "1"
    #
    # put app/one 2
    # del before
    #
    # put app/never x
    #
    # END
    # at 5.500 s
    c1 txn if value(app/one)=1 then put app/one=2, del before else put app/never=x
    expect c1 succeeded=true

    # $ curl -s -X POST http://127.0.0.1:2379/v3/kv/put -d '{"key":"d2ViL2E=","value":"MQ=="}'
    # at 7.000 s
    c0 at=1 put between=1
    c1 put web/a=1

    # $ etcdctl lease grant 2
    # at 8.000 s
    c1 lease grant L1 ttl=2

    # $ etcdctl put --lease=0000400000000007 app/session mine
    # at 8.500 s
    c1 put app/session=mine lease=L1

    # $ etcdctl put --lease=0000400000000007 app/session again
    # at 14.500 s
    c0 at=1 lease revoke L1  # it has run out
    c1 put app/session=again lease=L1
    expect c1 status=failed error=lease-not-found

    # $ goreman run stop infra2
    # at 15.500 s
    crash 2

    # $ etcdctl put app/after stop; etcdctl get app/ --prefix --keys-only; etcdctl member list
    # at 19.500 s
    c1 put app/after=stop
    c1 get prefix=app/ keysOnly
    expect c1 count=3
    # Not said here: memberList: the language has no such call.

    # $ goreman run restart infra2; etcdctl compaction 4; etcdctl del app/one
    # at 22.500 s
    restart 2
    tick 1
    c1 compact 4
    c1 del app/one
    expect c1 deleted=1

    # $ etcdctl lease grant 60
    # at 26.500 s
    c1 lease grant L2 ttl=60

    # $ etcdctl put --lease=0000400000000010 held x; etcdctl lease revoke 0000400000000010
    # at 27.000 s
    c1 put held=x lease=L2
    c1 lease revoke L2

    # What there was at its last call
    expect get app/after: value=stop mod=10
    expect get "app/two words": value="a value, with marks = (of all) kinds" mod=4
    expect get between: value=1 mod=6
    expect get web/a: value=1 mod=7
    "
  `);
});
