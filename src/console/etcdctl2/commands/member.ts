import { checkUrls } from '../../etcdctl/peer-urls.ts';
import { quote } from '../../text/go-quote.ts';
import type { Etcdctl2Command } from '../command.ts';
import { EXIT, Exit, plainFailure } from '../exit.ts';
import { addMember, readLeader, readMembers, removeMember, updateMember } from '../members-api.ts';
import { deadline, open } from '../open.ts';
import { expectNoWords, onlyWord, plainly, twoWords } from './plain.ts';

const LIST_PROBLEM = 'Error while verifying ID against known members: ';
const PAGE =
  'https://github.com/etcd-io/etcd/blob/master/Documentation/runtime-configuration.md#remove-a-member';
const UPDATE_FORM =
  'Provide an ID and a list of comma separated peerURL (0xabcd http://example.com,http://example1.com)';

const list: Etcdctl2Command = {
  name: 'list',
  usage: 'enumerate existing cluster members',
  argsUsage: ' ',
  *run(of) {
    expectNoWords(of);
    const client = yield* open(of);
    const until = deadline(of);
    const members = yield* plainly(readMembers(client, until));
    const leader = yield* plainly(readLeader(client, until), 'Failed to get leader:  ');
    for (const { id, name, peerURLs, clientURLs } of members) {
      const peers = `peerURLs=${peerURLs.join(',')}`;
      of.process.write(
        1,
        name === ''
          ? `${id}[unstarted]: ${peers}\n`
          : `${id}: name=${name} ${peers} clientURLs=${clientURLs.join(',')} isLeader=${id === leader.id}\n`,
      );
    }
    return EXIT.success;
  },
};

const add: Etcdctl2Command = {
  name: 'add',
  usage: 'add a new member to the etcd cluster',
  argsUsage: '<name> <peerURL>',
  *run(of) {
    const [name, url] = twoWords(of, 'Provide a name and a single member peerURL');
    const client = yield* open(of);
    const until = deadline(of);
    const { id } = yield* plainly(addMember(client, urlsOf([url]), until));
    of.process.write(1, `Added member named ${name} with ID ${id} to cluster\n`);
    const members = yield* plainly(readMembers(client, until));
    const cluster = members.flatMap((member) =>
      member.peerURLs.map((peer) => `${member.id === id ? name : member.name}=${peer}`),
    );
    of.process.write(
      1,
      `\nETCD_NAME=${quote(name)}\nETCD_INITIAL_CLUSTER=${quote(cluster.join(','))}\nETCD_INITIAL_CLUSTER_STATE="existing"\n`,
    );
    return EXIT.success;
  },
};

const remove: Etcdctl2Command = {
  name: 'remove',
  usage: 'remove an existing member from the etcd cluster',
  argsUsage: '<memberID>',
  *run(of) {
    const id = onlyWord(of, 'Provide a single member ID');
    const client = yield* open(of);
    const until = deadline(of);
    const members = yield* plainly(readMembers(client, until), LIST_PROBLEM);
    for (const { name, id: itsId } of members.filter((member) => member.name === id)) {
      of.process.write(
        2,
        `Found a member named ${name}; if this is correct, please use its ID, eg:\n\tetcdctl member remove ${itsId}\n` +
          `For more details, read the documentation at ${PAGE}\n\n`,
      );
    }
    if (!members.some((member) => member.id === id)) {
      throw plainFailure(`Couldn't find a member in the cluster with an ID of ${id}.`);
    }
    try {
      yield* plainly(removeMember(client, id, until), `Received an error trying to remove member ${id}: `);
    } catch (error) {
      // Here the line is not ended.
      if (error instanceof Exit) throw new Exit(error.exitCode, error.stderr.replace(/\n$/, ''));
      throw error;
    }
    of.process.write(1, `Removed member ${id} from cluster\n`);
    return EXIT.success;
  },
};

const update: Etcdctl2Command = {
  name: 'update',
  usage: 'update an existing member in the etcd cluster',
  argsUsage: '<memberID> <peerURLs>',
  *run(of) {
    const [id, urls] = twoWords(of, UPDATE_FORM);
    const client = yield* open(of);
    yield* plainly(updateMember(client, id, urlsOf(urls.split(',')), deadline(of)));
    of.process.write(1, `Updated member with ID ${id} in cluster\n`);
    return EXIT.success;
  },
};

export const member: Etcdctl2Command = {
  name: 'member',
  usage: 'member add, remove and list subcommands',
  commands: [list, add, remove, update],
};

/** Sorted, as etcd's URLs are. Throws Exit. */
function urlsOf(urls: readonly string[]): readonly string[] {
  try {
    return checkUrls(urls).toSorted();
  } catch (error) {
    throw plainFailure(error instanceof Error ? error.message : String(error));
  }
}
