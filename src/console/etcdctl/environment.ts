import { RUN_BEGINS_MS } from '../../base/run-begins.ts';
import { listenerAt } from '../kernel/address-book.ts';
import type { Process } from '../kernel/process.ts';
import { FlagError, type FlagValues } from '../text/parse-flags.ts';
import { Exit, EXIT } from './exit.ts';

const PREFIX = 'ETCDCTL_';
const ENDPOINTS = 'endpoints';

/** The variable that stands for a flag: `--dial-timeout` is ETCDCTL_DIAL_TIMEOUT. */
export function variableOf(flag: string): string {
  return PREFIX + flag.toUpperCase().replaceAll('-', '_');
}

/**
 * Sets those flags from the environment that were not given. A value that its flag cannot take is left out without a
 * word, as etcdctl does; a variable beside the flag itself ends etcdctl, one that no flag has is said on standard error.
 * known: further variables that are not to be wondered at.
 */
export function setFromEnvironment(
  process: Process,
  flags: FlagValues,
  names: readonly string[],
  known: readonly string[] = [],
): void {
  const given = new Set(names.filter((name) => flags.isGiven(name)));
  const variables = new Set([...known, ...names.map(variableOf), 'ETCDCTL_API']);
  for (const name of names) {
    const variable = variableOf(name);
    const value = process.env.get(variable) ?? '';
    if (value === '') continue;
    if (given.has(name)) throw shadowed(process, variable);
    try {
      flags.set(name, value);
    } catch (error) {
      if (!(error instanceof FlagError)) throw error;
    }
  }
  if (names.includes(ENDPOINTS) && !flags.isGiven(ENDPOINTS)) atOwnMember(process, flags);
  for (const [variable, value] of process.env) {
    if (!variable.startsWith(PREFIX) || variables.has(variable)) continue;
    process.write(
      2,
      `${logTime(process)} W | pkg/flags: unrecognized environment variable ${variable}=${value}\n`,
    );
  }
}

/** The member that the console is at is asked in place of the one at etcdctl's own default, unless that is the same. */
function atOwnMember({ book, endpoint }: Process, flags: FlagValues): void {
  const [usual = ''] = flags.list(ENDPOINTS);
  const own = listenerAt(book, endpoint)?.machine;
  if (own !== undefined && listenerAt(book, usual)?.machine !== own) flags.set(ENDPOINTS, endpoint);
}

function shadowed(process: Process, variable: string): Exit {
  const said = `conflicting environment variable "${variable}" is shadowed by corresponding command-line flag`;
  const advice = '(either unset environment variable or disable flag)';
  process.write(2, `${logTime(process)} C | pkg/flags: ${said} ${advice}\n`);
  return new Exit(EXIT.error, '');
}

/** As etcd's log has it: 2024-01-01 00:00:10.500000. */
function logTime({ nowMs }: Process): string {
  const millis = Math.floor(nowMs);
  const text = new Date(RUN_BEGINS_MS + millis).toISOString().slice(0, -1).replace('T', ' ');
  return text + String(Math.floor((nowMs - millis) * 1000)).padStart(3, '0');
}
