import { defaultLabConfig, type LabConfig } from '../sim/world/config.ts';

/** What the page's address asks for, as far as it can be read. Ranges are the lab's to check. */
export interface PageOptions {
  readonly config: Partial<LabConfig>;
  readonly problems: readonly OptionProblem[];
}

export interface OptionProblem {
  readonly name: string;
  readonly value: string;
  readonly reason: 'unknownOption' | 'notANumber' | 'notABoolean' | 'notAChoice';
}

const choices: Readonly<Record<string, readonly string[]>> = {
  readOnly: ['safe', 'leaseBased'],
  storage: ['async', 'sync'],
  crashLoses: ['unsynced', 'unwritten'],
  bootstrap: ['plain', 'etcd'],
};

/** What an address says beside a configuration: another lab than the one that was used last, a run of the gallery, one that breaks a rule, a lesson, the course, a question for an audience, etcd's files, how the page looks (embed-options.ts). */
const pageOptions: ReadonlySet<string> = new Set([
  'fresh',
  'lesson',
  'step',
  'gallery',
  'rule',
  'course',
  'lecture',
  'vote',
  'embed',
  'theme',
  'lang',
  'origin',
  'files',
]);

export interface LessonAsked {
  readonly id: string;
  /** Undefined: its first. */
  readonly step: string | undefined;
}

/** What `?lesson=E1&step=who` asks for. Whether there is such a lesson is seen when it is opened. */
export function lessonAsked(search: string): LessonAsked | undefined {
  const options = new URLSearchParams(search);
  const id = options.get('lesson');
  return id === null ? undefined : { id, step: options.get('step') ?? undefined };
}
/** Reads `?nodes=5&seed=7&preVote=false&brokenRules=voteTwice,commitByHalf`; `?fresh` is the usual cluster. */
export function parseOptions(search: string): PageOptions {
  const config: Record<string, unknown> = {};
  const problems: OptionProblem[] = [];
  for (const [name, value] of new URLSearchParams(search)) {
    if (pageOptions.has(name)) continue;
    const read = readOption(name, value);
    if ('reason' in read) problems.push({ name, value, reason: read.reason });
    else config[name] = read.value;
  }
  return { config, problems };
}

/**
 * The options that lead to this configuration, with their question mark: only what differs from the default; nothing where
 * nothing does. What no address can say (names of members, a snapshot) is left out.
 */
export function formatOptions(config: LabConfig): string {
  const options = new URLSearchParams();
  for (const [name, usual] of Object.entries(defaultLabConfig)) {
    const value: unknown = config[name as keyof LabConfig];
    const text = Array.isArray(value) ? value.join(',') : String(value);
    if (text !== String(usual)) options.set(name, text);
  }
  // Commas need no escaping, and are read more easily without.
  return options.size === 0 ? '' : `?${options.toString().replaceAll('%2C', ',')}`;
}

function readOption(name: string, value: string): { value: unknown } | { reason: OptionProblem['reason'] } {
  const model = Object.hasOwn(defaultLabConfig, name) ? defaultLabConfig[name as keyof LabConfig] : undefined;
  if (model === undefined) return { reason: 'unknownOption' };
  if (typeof model === 'number') {
    const number = Number(value);
    return value.trim() !== '' && Number.isFinite(number) ? { value: number } : { reason: 'notANumber' };
  }
  if (typeof model === 'boolean') {
    const isTrue = value === 'true' || value === '1';
    return isTrue || value === 'false' || value === '0' ? { value: isTrue } : { reason: 'notABoolean' };
  }
  if (typeof model === 'string') {
    const known = choices[name];
    return known === undefined || known.includes(value) ? { value } : { reason: 'notAChoice' };
  }
  return { value: value.split(',').filter((word) => word !== '') };
}

const reasons: Readonly<Record<OptionProblem['reason'], string>> = {
  unknownOption: 'there is no such option',
  notANumber: 'it must be a number',
  notABoolean: 'it must be true or false',
  notAChoice: 'it must be one of: ',
};

/** `nodes=many: it must be a number`. */
export function explainProblem({ name, value, reason }: OptionProblem): string {
  const list = reason === 'notAChoice' ? (choices[name] ?? []).join(', ') : '';
  return `${name}=${value}: ${reasons[reason]}${list}`;
}
