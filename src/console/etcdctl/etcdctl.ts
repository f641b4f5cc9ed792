import type { Tool } from '../kernel/process.ts';
import { EXIT } from './exit.ts';
import { etcdctl3 } from './main.ts';

/** etcdctl: two programs in one, chosen by ETCDCTL_API. */
export const etcdctl: Tool = function* (process) {
  const api = process.env.get('ETCDCTL_API') ?? '';
  if (api === '' || api === '3') return yield* etcdctl3(process);
  const said = api === '2' ? 'etcdctl: API 2 is not built yet' : `unsupported API version ${api}`;
  process.write(2, `${said}\n`);
  return EXIT.error;
};
