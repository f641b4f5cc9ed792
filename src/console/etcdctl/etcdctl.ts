import { etcdctl2 } from '../etcdctl2/main.ts';
import type { Tool } from '../kernel/process.ts';
import { EXIT } from './exit.ts';
import { etcdctl3 } from './main.ts';

/** etcdctl: two programs in one, chosen by ETCDCTL_API. */
export const etcdctl: Tool = function* (process) {
  const api = process.env.get('ETCDCTL_API') ?? '';
  if (api === '' || api === '3') return yield* etcdctl3(process);
  if (api === '2') return yield* etcdctl2(process);
  process.write(2, `unsupported API version ${api}\n`);
  return EXIT.error;
};
