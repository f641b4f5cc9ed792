import type { ClientHistory, SeenCall } from '../../../src/lab/look/client-history.ts';

export interface MadeCall {
  readonly client: string;
  readonly label: string;
  readonly invoked: number;
  readonly returned: number | undefined;
  readonly status?: SeenCall['call']['status'];
}

/** A history of these calls; an event is a millisecond. */
export function madeHistory(calls: readonly MadeCall[], marks: ClientHistory['marks'] = []): ClientHistory {
  const seen = calls.map(({ client, label, invoked, returned, status = 'ok' }, i): SeenCall => ({
    call: {
      id: i + 1,
      node: 1,
      label,
      kind: label.startsWith('get') ? 'get' : 'put',
      client,
      consistency: undefined,
      invokedAt: invoked * 1000,
      returnedAt: returned === undefined ? undefined : returned * 1000,
      status,
      error: undefined,
      revision: undefined,
      staleBy: 0,
      kvs: [],
    },
    invoked,
    returned,
    invokedAt: invoked * 1000,
    returnedAt: returned === undefined ? undefined : returned * 1000,
    isJudged: true,
  }));
  return { event: 1e6, at: 1e9, seen, calls: [], of: [], marks, unjudged: undefined };
}

export const plainWords = {
  client: ({ call }: SeenCall): string => call.client ?? '',
  label: ({ call }: SeenCall): string => call.label,
  mark: ({ type }: ClientHistory['marks'][number]): string => type,
  faults: 'faults',
  servers: 'leaders',
};
