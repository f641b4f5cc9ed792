import type { Workload } from './workload.ts';

/** A process of its own for one checkout: it measures when it is told to, and says what. */
export async function serveWorkload(prepare: Workload): Promise<void> {
  const measure = await prepare();
  const answer = async (): Promise<void> => {
    process.send?.(await measure());
  };
  process.on('message', () => void answer());
  process.send?.('ready');
}
