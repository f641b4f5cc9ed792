import type { EtcdctlCommand } from '../command.ts';
import { EXIT } from '../exit.ts';
import { API_VERSION, VERSION } from '../version.ts';

export const version: EtcdctlCommand = {
  use: 'version',
  short: 'Prints the version of etcdctl',
  run(of) {
    of.process.write(1, `etcdctl version: ${VERSION}\nAPI version: ${API_VERSION}\n`);
    return EXIT.success;
  },
};
