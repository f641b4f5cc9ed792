import type { MemberId } from '../../../etcd/request.ts';
import type { Running } from '../../kernel/process.ts';
import { parseInteger } from '../../text/go-numbers.ts';
import { quote } from '../../text/go-quote.ts';
import { ask, startTimeout } from '../ask.ts';
import type { EtcdctlCommand, Invocation } from '../command.ts';
import { Exit, EXIT } from '../exit.ts';
import { checkUrls } from '../peer-urls.ts';
import type { Answer, Rpc } from '../rpc.ts';

export const member: EtcdctlCommand = {
  use: 'member <subcommand>',
  short: 'Membership related commands',
  commands: [
    {
      use: 'add <memberName> [options]',
      short: 'Adds a member into the cluster',
      flags: [
        {
          name: 'peer-urls',
          kind: 'string',
          default: '',
          usage: 'comma separated peer URLs for the new member.',
        },
        {
          name: 'learner',
          kind: 'bool',
          default: 'false',
          usage: 'indicates if the new member is raft learner',
        },
      ],
      run: add,
    },
    { use: 'remove <memberID>', short: 'Removes a member from the cluster', run: remove },
    {
      use: 'update <memberID> [options]',
      short: 'Updates a member in the cluster',
      flags: [
        {
          name: 'peer-urls',
          kind: 'string',
          default: '',
          usage: 'comma separated peer URLs for the updated member.',
        },
      ],
      run: update,
    },
    {
      use: 'list',
      short: 'Lists all members in the cluster',
      long:
        'When --write-out is set to simple, this command prints out comma-separated member lists for each endpoint.\n' +
        'The items in the lists are ID, Status, Name, Peer Addrs, Client Addrs, Is Learner.',
      run: list,
    },
    {
      use: 'promote <memberID>',
      short: 'Promotes a non-voting member in the cluster',
      long: 'Promotes a non-voting learner member to a voting one in the cluster.',
      run: promote,
    },
  ],
};

function* add(of: Invocation): Running<number> {
  const { args, flags, process } = of;
  const [name] = args;
  if (name === undefined) throw new Exit(EXIT.badArgs, 'member name not provided');
  if (args.length > 1) {
    const meant = args.filter((word) => word.toLowerCase().startsWith('http'));
    const advice = meant.map((url) => `, did you mean --peer-urls=${url}`).join('');
    throw new Exit(EXIT.badArgs, `too many arguments${advice}`);
  }
  const peerUrls = peerUrlsFrom(of);
  const leftMs = startTimeout(of);
  const rpc = yield* of.connect();
  checkPeerUrls(peerUrls);
  const isLearner = flags.bool('learner');
  const answer = yield* ask<'memberAdd'>(rpc, { type: 'memberAdd', peerUrls, isLearner }, leftMs());
  of.print({ type: 'answer', answer });
  if (of.format !== 'simple') return EXIT.success;

  const members = yield* membersAfter(rpc, answer, of.timeoutMs, process);
  const { id } = answer.result.member;
  const all = members.flatMap((each) =>
    each.peerUrls.map((url) => `${each.id === id ? name : each.name}=${url}`),
  );
  process.write(
    1,
    `\nETCD_NAME=${quote(name)}\nETCD_INITIAL_CLUSTER=${quote(all.join(','))}\n` +
      `ETCD_INITIAL_ADVERTISE_PEER_URLS=${quote(flags.text('peer-urls'))}\n` +
      'ETCD_INITIAL_CLUSTER_STATE="existing"\n',
  );
  return EXIT.success;
}

/**
 * The list of the member that has added the new one: another may not know of it yet. So, as etcdctl does, after a read that all
 * have to agree on, it is asked again until the list and the last answer before it come from one member.
 */
function* membersAfter(
  rpc: Rpc,
  added: Answer<'memberAdd'>,
  timeoutMs: number,
  process: Invocation['process'],
): Running<Answer<'memberList'>['result']['members']> {
  const end = process.nowMs + timeoutMs;
  let from = added.identity.memberId;
  for (;;) {
    const list = yield* ask<'memberList'>(rpc, { type: 'memberList' }, end - process.nowMs);
    if (list.identity.memberId === from) return list.result.members;
    const key = new Uint8Array([0x5f]);
    const read = { type: 'range', key, revision: 0, consistency: 'linearizable' } as const;
    from = (yield* ask<'range'>(rpc, read, end - process.nowMs)).identity.memberId;
  }
}

function* remove(of: Invocation): Running<number> {
  const id = memberIdFrom(of);
  const leftMs = startTimeout(of);
  const rpc = yield* of.connect();
  const answer = yield* ask<'memberRemove'>(rpc, { type: 'memberRemove', id }, leftMs());
  of.print({ type: 'answer', answer, about: { id } });
  return EXIT.success;
}

function* update(of: Invocation): Running<number> {
  const id = memberIdFrom(of);
  const peerUrls = peerUrlsFrom(of);
  const leftMs = startTimeout(of);
  const rpc = yield* of.connect();
  checkPeerUrls(peerUrls);
  const answer = yield* ask<'memberUpdate'>(rpc, { type: 'memberUpdate', id, peerUrls }, leftMs());
  of.print({ type: 'answer', answer, about: { id } });
  return EXIT.success;
}

function* list(of: Invocation): Running<number> {
  const leftMs = startTimeout(of);
  const rpc = yield* of.connect();
  of.print({ type: 'answer', answer: yield* ask<'memberList'>(rpc, { type: 'memberList' }, leftMs()) });
  return EXIT.success;
}

function* promote(of: Invocation): Running<number> {
  const id = memberIdFrom(of);
  const leftMs = startTimeout(of);
  const rpc = yield* of.connect();
  const answer = yield* ask<'memberPromote'>(rpc, { type: 'memberPromote', id }, leftMs());
  of.print({ type: 'answer', answer, about: { id } });
  return EXIT.success;
}

function memberIdFrom({ args }: Invocation): MemberId {
  const [text] = args;
  if (text === undefined || args.length > 1) throw new Exit(EXIT.badArgs, 'member ID is not provided');
  try {
    return parseInteger(text, { func: 'ParseUint', base: 16 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Exit(EXIT.badArgs, `bad member ID arg (${why}), expecting ID in Hex`);
  }
}

function peerUrlsFrom({ flags }: Invocation): readonly string[] {
  const text = flags.text('peer-urls');
  if (text === '') throw new Exit(EXIT.badArgs, 'member peer urls not provided');
  return text.split(',');
}

function checkPeerUrls(urls: readonly string[]): void {
  try {
    checkUrls(urls);
  } catch (error) {
    throw new Exit(EXIT.error, error instanceof Error ? error.message : String(error));
  }
}
