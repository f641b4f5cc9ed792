import type { Running } from '../../kernel/process.ts';
import { ClientError } from '../client-error.ts';
import type { Invocation } from '../command.ts';
import { plainFailure } from '../exit.ts';

/** What was answered; an error ends etcdctl with its words alone. `before`: what stands in front of them. */
export function* plainly<T>(asking: Running<T>, before = ''): Running<T> {
  try {
    return yield* asking;
  } catch (error) {
    if (error instanceof ClientError) throw plainFailure(`${before}${error.message}`);
    throw error;
  }
}

/** Throws Exit. */
export function expectNoWords({ flags }: Invocation): void {
  if (flags.args.length > 0) throw plainFailure('No arguments accepted');
}

/** The one word that there is. Throws Exit with what is wrong otherwise. */
export function onlyWord({ flags }: Invocation, problem: string): string {
  const [word] = flags.args;
  if (word === undefined || flags.args.length > 1) throw plainFailure(problem);
  return word;
}

/** Throws Exit. */
export function twoWords({ flags }: Invocation, problem: string): readonly [string, string] {
  const [first, second] = flags.args;
  if (first === undefined || second === undefined || flags.args.length > 2) throw plainFailure(problem);
  return [first, second];
}
