import { parseInteger } from '../../text/go-numbers.ts';
import type { EtcdctlCommand } from '../command.ts';
import { EXIT, Exit } from '../exit.ts';
import { keepAliveOnce, LeaseKeeper } from '../keep-alive.ts';
import { leaseHex } from '../printers/simple.ts';
import { RpcError } from '../rpc.ts';

const grant: EtcdctlCommand = {
  use: 'grant <ttl>',
  short: 'Creates leases',
  *run(of) {
    const [word, ...more] = of.args;
    if (word === undefined || more.length > 0) {
      throw new Exit(EXIT.badArgs, 'lease grant command needs TTL argument');
    }
    const ttl = wholeOf(word, 10, (why) => `bad TTL (${why})`);
    const { timeoutMs } = of;
    const rpc = yield* of.connect();
    try {
      const answer = yield* rpc.call({ type: 'leaseGrant', ttl: Number(ttl), id: 0n }, timeoutMs);
      of.print({ type: 'answer', answer });
    } catch (error) {
      throw worded(error, EXIT.error, (why) => `failed to grant lease (${why})`);
    }
    return EXIT.success;
  },
};

const revoke: EtcdctlCommand = {
  use: 'revoke <leaseID>',
  short: 'Revokes leases',
  *run(of) {
    const [word, ...more] = of.args;
    if (word === undefined || more.length > 0) {
      throw new Exit(EXIT.badArgs, 'lease revoke command needs 1 argument');
    }
    const id = leaseOf(word);
    const { timeoutMs } = of;
    const rpc = yield* of.connect();
    try {
      const answer = yield* rpc.call({ type: 'leaseRevoke', id }, timeoutMs);
      of.print({ type: 'answer', answer, about: { id } });
    } catch (error) {
      throw worded(error, EXIT.error, (why) => `failed to revoke lease (${why})`);
    }
    return EXIT.success;
  },
};

const timetolive: EtcdctlCommand = {
  use: 'timetolive <leaseID> [options]',
  short: 'Get lease information',
  flags: [{ name: 'keys', kind: 'bool', default: 'false', usage: 'Get keys attached to this lease' }],
  *run(of) {
    const [word, ...more] = of.args;
    if (word === undefined || more.length > 0) {
      throw new Exit(EXIT.badArgs, 'lease timetolive command needs lease ID as argument');
    }
    const rpc = yield* of.connect();
    const keys = of.flags.bool('keys');
    try {
      const answer = yield* rpc.call({ type: 'leaseTimeToLive', id: leaseOf(word), keys }, undefined);
      of.print({ type: 'leaseTimeToLive', answer, keys });
    } catch (error) {
      throw worded(error, EXIT.badConnection, (why) => why);
    }
    return EXIT.success;
  },
};

const list: EtcdctlCommand = {
  use: 'list',
  short: 'List all active leases',
  *run(of) {
    const rpc = yield* of.connect();
    try {
      of.print({ type: 'answer', answer: yield* rpc.call({ type: 'leaseLeases' }, undefined) });
    } catch (error) {
      throw worded(error, EXIT.badConnection, (why) => why);
    }
    return EXIT.success;
  },
};

const keepAlive: EtcdctlCommand = {
  use: 'keep-alive [options] <leaseID>',
  short: 'Keeps leases alive (renew)',
  flags: [
    {
      name: 'once',
      kind: 'bool',
      default: 'false',
      usage: 'Resets the keep-alive time to its original value and exits immediately',
    },
  ],
  *run(of) {
    const [word, ...more] = of.args;
    if (word === undefined || more.length > 0) {
      throw new Exit(EXIT.badArgs, 'lease keep-alive command needs lease ID as argument');
    }
    const id = leaseOf(word);
    const rpc = yield* of.connect();
    if (of.flags.bool('once')) {
      try {
        of.print({ type: 'answer', answer: yield* keepAliveOnce(rpc, id) });
      } catch (error) {
        throw worded(error, EXIT.badConnection, (why) => why);
      }
      return EXIT.success;
    }
    const keeper = new LeaseKeeper(of.process, rpc, id, of.flags.ms('dial-timeout'));
    yield* keeper.keep((answer) => of.print({ type: 'answer', answer }));
    if (of.format === 'simple') of.process.write(1, `lease ${leaseHex(id)} expired or revoked.\n`);
    return EXIT.success;
  },
};

export const lease: EtcdctlCommand = {
  use: 'lease <subcommand>',
  short: 'Lease related commands',
  commands: [grant, revoke, timetolive, list, keepAlive],
};

function leaseOf(word: string): bigint {
  return wholeOf(word, 16, (why) => `bad lease ID arg (${why}), expecting ID in Hex`);
}

function wholeOf(word: string, base: number, complaint: (why: string) => string): bigint {
  try {
    return parseInteger(word, { func: 'ParseInt', base });
  } catch (error) {
    throw new Exit(EXIT.badArgs, complaint(error instanceof Error ? error.message : String(error)));
  }
}

/** What a failed call ends the command with; what else was thrown stays as it is. */
function worded(error: unknown, exitCode: number, words: (why: string) => string): unknown {
  return error instanceof RpcError ? new Exit(exitCode, words(error.message)) : error;
}
