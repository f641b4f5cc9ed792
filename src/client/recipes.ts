import * as v from 'valibot';
import { byType, fields } from '../base/schema.ts';
import { barrierOptions, barrierProgram } from './barrier.ts';
import { callsOptions, callsProgram } from './calls.ts';
import { campaignOptions, campaignProgram } from './campaign.ts';
import { consoleProgram } from './console.ts';
import { dequeueOptions, dequeueProgram } from './dequeue.ts';
import { registerOptions, registerProgram, resolveOptions, resolveProgram } from './discovery.ts';
import { doubleBarrierOptions, doubleBarrierProgram } from './double-barrier.ts';
import { enqueueOptions, enqueueProgram } from './enqueue.ts';
import { keepAliveProgram } from './keep-alive.ts';
import { leaderKeyOptions, leaderKeyProgram } from './leader-key.ts';
import { loadOptions, loadProgram } from './load.ts';
import { lockOptions, lockProgram } from './lock.ts';
import { observeOptions, observeProgram } from './observe.ts';
import type { Program } from './process.ts';
import { rwLockOptions, rwLockProgram } from './rw-lock.ts';
import { sessionOptions } from './session.ts';
import { stmOptions, stmProgram } from './stm.ts';
import { watchingOptions, watchingProgram } from './watching.ts';

/** One kind of client program: what it is started with, and the program that this makes. */
interface Recipe<Entries extends v.ObjectEntries> {
  readonly options: Entries;
  /** `client`: the name of the client, which no other has while it runs: it marks keys that only one may have. */
  program(options: v.InferOutput<v.StrictObjectSchema<Entries, undefined>>, client: string): Program;
}

const recipe = <const Entries extends v.ObjectEntries>(
  options: Entries,
  program: Recipe<Entries>['program'],
): Recipe<Entries> => ({ options, program });

/** Every client program that can be started in a world: by name, with the options that say all about it. */
const recipes = {
  lock: recipe(lockOptions, lockProgram),
  rwLock: recipe(rwLockOptions, (options, mark) => rwLockProgram({ ...options, mark })),
  campaign: recipe(campaignOptions, campaignProgram),
  observe: recipe(observeOptions, observeProgram),
  leaderKey: recipe(leaderKeyOptions, (options) =>
    leaderKeyProgram({ ...options, proclaim: options.proclaim }),
  ),
  stm: recipe(stmOptions, stmProgram),
  register: recipe(registerOptions, registerProgram),
  resolve: recipe(resolveOptions, ({ service }) => resolveProgram(service)),
  enqueue: recipe(enqueueOptions, ({ name, value, priority }, mark) =>
    enqueueProgram({
      name,
      value,
      order: priority === undefined ? { type: 'fifo', mark } : { type: 'priority', priority },
    }),
  ),
  dequeue: recipe(dequeueOptions, dequeueProgram),
  keepAlive: recipe(sessionOptions, keepAliveProgram),
  barrier: recipe(barrierOptions, barrierProgram),
  doubleBarrier: recipe(doubleBarrierOptions, (options, mark) => doubleBarrierProgram({ ...options, mark })),
  watching: recipe(watchingOptions, ({ request }) => watchingProgram(request)),
  calls: recipe(callsOptions, callsProgram),
  console: recipe({}, consoleProgram),
  load: recipe(loadOptions, ({ name, settings }) => loadProgram(name, settings)),
};

type Recipes = typeof recipes;
export type RecipeName = keyof Recipes;

/** A program as it is asked for: its recipe's name and options, and nothing of how far it has come. */
export type RecipeOptions = {
  [Name in RecipeName]: { readonly recipe: Name } & OptionsOf<Recipes[Name]>;
}[RecipeName];

type OptionsOf<One> =
  One extends Recipe<infer Entries>
    ? Readonly<v.InferOutput<v.StrictObjectSchema<Entries, undefined>>>
    : never;

/** A recipe's name and options as they may come from outside; what is left out is as the recipe has it. */
export const recipeSchema = byType<RecipeOptions>(
  'a program',
  Object.fromEntries(
    Object.entries(recipes).map(([name, { options }]) => [
      name,
      fields({ recipe: v.literal(name), ...options }),
    ]),
  ),
  'recipe',
);

/** The program as it is when its client is made. What it draws later is of the run's seed (`seededProgram`). */
export function programOf({ recipe: name, ...options }: RecipeOptions, client: string): Program {
  const own: Recipe<v.ObjectEntries> = recipes[name];
  return own.program(options, client);
}
