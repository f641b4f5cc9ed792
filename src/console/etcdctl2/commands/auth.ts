import { setAuth } from '../auth-api.ts';
import type { Etcdctl2Command } from '../command.ts';
import { EXIT } from '../exit.ts';
import { deadline, openForAuth } from '../open.ts';
import { expectNoWords, plainly } from './plain.ts';

export const auth: Etcdctl2Command = {
  name: 'auth',
  usage: 'overall auth controls',
  commands: [
    turning('enable', 'enable auth access controls', true, 'Enabled'),
    turning('disable', 'disable auth access controls', false, 'Disabled'),
  ],
};

function turning(name: string, usage: string, isOn: boolean, done: string): Etcdctl2Command {
  return {
    name,
    usage,
    argsUsage: ' ',
    *run(of) {
      expectNoWords(of);
      const client = yield* openForAuth(of);
      yield* plainly(setAuth(client, isOn, deadline(of)));
      of.process.write(1, `Authentication ${done}\n`);
      return EXIT.success;
    },
  };
}
