import { unreachable } from '../base/assert.ts';
import { put } from '../client/operations.ts';
import type { RecipeOptions } from '../client/recipes.ts';
import { bytesOf, keyRange } from './call-form.ts';

/** The client programs that the page starts. */
export const recipes = [
  'lock',
  'elect',
  'observe',
  'stm',
  'register',
  'resolve',
  'publish',
  'subscribe',
  'enqueue',
  'dequeue',
  'keepAlive',
  'readLock',
  'writeLock',
  'closeBarrier',
  'waitAtBarrier',
  'openBarrier',
  'doubleBarrier',
] as const;
export type Recipe = (typeof recipes)[number];

export type RecipeField = 'subject' | 'value' | 'ttl' | 'count' | 'priority' | 'gapMs' | 'instance';

/** The fields of each recipe with what they begin with. `subject`: the lock's name, the key, the service. */
export const recipeFields: Readonly<Record<Recipe, readonly (readonly [RecipeField, string])[]>> = {
  lock: [
    ['subject', 'm'],
    ['ttl', '10'],
  ],
  elect: [
    ['subject', 'boss'],
    ['value', 'me'],
    ['ttl', '10'],
  ],
  observe: [['subject', 'boss']],
  stm: [
    ['subject', 'counter'],
    ['count', '5'],
  ],
  register: [
    ['subject', 'web'],
    ['instance', '1'],
    ['value', '10.0.0.1:80'],
    ['ttl', '10'],
  ],
  resolve: [['subject', 'web']],
  publish: [
    ['subject', 'news'],
    ['count', '10'],
    ['gapMs', '200'],
  ],
  subscribe: [['subject', 'news']],
  enqueue: [
    ['subject', 'jobs'],
    ['value', 'job'],
    ['priority', ''],
  ],
  dequeue: [
    ['subject', 'jobs'],
    ['count', '1'],
  ],
  keepAlive: [['ttl', '10']],
  readLock: [
    ['subject', 'doc'],
    ['ttl', '10'],
  ],
  writeLock: [
    ['subject', 'doc'],
    ['ttl', '10'],
  ],
  closeBarrier: [['subject', 'gate']],
  waitAtBarrier: [['subject', 'gate']],
  openBarrier: [['subject', 'gate']],
  doubleBarrier: [
    ['subject', 'gate'],
    ['count', '2'],
    ['ttl', '10'],
  ],
};

export type RecipeValues = Readonly<Partial<Record<RecipeField, string>>>;

export type FormedProgram =
  | { readonly ok: true; readonly program: RecipeOptions }
  | { readonly ok: false; readonly field: RecipeField };

class FieldError extends Error {
  constructor(readonly field: RecipeField) {
    super(field);
  }
}

const COUNT_MAX = 1000;

/** The program that a form asks for. */
export function formedProgram(recipe: Recipe, values: RecipeValues): FormedProgram {
  const text = (field: RecipeField): string =>
    values[field] ?? recipeFields[recipe].find(([name]) => name === field)?.[1] ?? '';
  const whole = (field: RecipeField, most: number): number => {
    const number = Number(text(field));
    if (text(field).trim() === '' || !Number.isSafeInteger(number) || number < 0 || number > most) {
      throw new FieldError(field);
    }
    return number;
  };
  try {
    return { ok: true, program: programOf(recipe, { text, whole }) };
  } catch (error) {
    if (error instanceof FieldError) return { ok: false, field: error.field };
    throw error;
  }
}

interface Form {
  readonly text: (field: RecipeField) => string;
  readonly whole: (field: RecipeField, most: number) => number;
}

function programOf(recipe: Recipe, { text, whole }: Form): RecipeOptions {
  const name = bytesOf(text('subject'));
  const session = () => ({ lease: 0n, ttl: whole('ttl', 9_000_000_000), keepAlive: true });
  switch (recipe) {
    case 'lock':
      return { recipe: 'lock', name, holds: true, ...session() };
    case 'elect':
      return { recipe: 'campaign', name, value: bytesOf(text('value')), holds: true, ...session() };
    case 'observe':
      return { recipe: 'observe', name, once: false };
    case 'stm':
      return {
        recipe: 'stm',
        isolation: 'serializableSnapshot',
        attemptsMax: 0,
        statements: [
          { type: 'read', key: name },
          { type: 'write', key: name, value: { type: 'sum', keys: [name], plus: whole('count', COUNT_MAX) } },
        ],
      };
    case 'register':
      return {
        recipe: 'register',
        service: name,
        instance: text('instance'),
        address: bytesOf(text('value')),
        ttl: session().ttl,
      };
    case 'resolve':
      return { recipe: 'resolve', service: name };
    case 'publish':
      return {
        recipe: 'calls',
        operations: Array.from({ length: whole('count', COUNT_MAX) }, (_, i) =>
          put(name, bytesOf(String(i + 1))),
        ),
        gapMs: whole('gapMs', 3_600_000),
        stays: false,
      };
    case 'subscribe':
      return {
        recipe: 'watching',
        request: {
          type: 'create',
          ...keyRange('prefix', name, new Uint8Array(0)),
          startRevision: 0,
          progressNotify: false,
          filters: [],
          prevKv: false,
          watchId: 0n,
          fragment: false,
        },
      };
    case 'enqueue':
      return {
        recipe: 'enqueue',
        name,
        value: bytesOf(text('value')),
        ...(text('priority') === '' ? {} : { priority: whole('priority', 65_535) }),
      };
    case 'dequeue':
      return { recipe: 'dequeue', name, order: 'fifo', count: whole('count', COUNT_MAX) };
    case 'keepAlive':
      return { recipe: 'keepAlive', ...session() };
    case 'readLock':
      return { recipe: 'rwLock', name, mode: 'read', ...session() };
    case 'writeLock':
      return { recipe: 'rwLock', name, mode: 'write', ...session() };
    case 'closeBarrier':
      return { recipe: 'barrier', key: name, does: 'hold' };
    case 'waitAtBarrier':
      return { recipe: 'barrier', key: name, does: 'wait' };
    case 'openBarrier':
      return { recipe: 'barrier', key: name, does: 'release' };
    case 'doubleBarrier':
      return { recipe: 'doubleBarrier', key: name, count: whole('count', COUNT_MAX), ...session() };
    default:
      return unreachable(recipe);
  }
}
