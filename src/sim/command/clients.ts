import * as v from 'valibot';
import { fields, list, node, number, text, whole, word } from '../../base/schema.ts';
import { makeClient } from '../../client/client.ts';
import { programOf, recipeSchema } from '../../client/recipes.ts';
import { instructionSchema } from '../../client/instruction.ts';
import { pushClientEvent } from '../clients/client-hearing.ts';
import { stopClient } from '../clients/client-step.ts';
import type { World } from '../world/world.ts';
import { CommandError } from './command.ts';
import { entry, type CommandLabel } from './entry.ts';
import { knownMachine, runningClient } from './known.ts';

const client = text;

const policy = fields({
  attemptsMax: whole(1, 1_000_000),
  backoffMs: number(0, 3_600_000),
  jitter: number(0, 1),
  retryWrites: word(['notConnected', 'surelyNotDone', 'never']),
});

/** What is done to client programs, by name. What is told to one is an event of its own, due at once. */
export const clientCommands = {
  /**
   * endpoints: the members it turns to, in turn. program: recipe and options, from which it is made, with the run's seed,
   * when the command is done. policy absent: as etcd's client library.
   */
  startClient: entry('startClient', {
    fields: {
      client,
      endpoints: list(node, 'a list of nodes'),
      program: recipeSchema,
      policy: v.exactOptional(policy),
      /** Absent: it says nothing of who it is. */
      user: v.exactOptional(fields({ name: text, password: text })),
    },
    check: (world, command) => {
      const { client: name, endpoints } = command;
      if (name === '') throw new CommandError('badArgument', 'a client needs a name');
      checkFree(world, name);
      if (endpoints.length === 0) {
        throw new CommandError('badArgument', 'a client needs at least one endpoint');
      }
      for (const id of endpoints) knownMachine(world, id);
    },
    perform: (world, { client: name, ...options }) => {
      const program = programOf(options.program, name);
      const { seed, brokenRules } = world.config;
      const made = makeClient({ ...options, name, program, seed, brokenRules });
      pushClientEvent(world, world.clients.start(made, world.now), 0, { type: 'start' });
    },
    isFault: false,
    label: ofClient,
    doc: 'startClient(name, recipe, fields?, {node?}): a client program. Errors: unknownNode, alreadyThere, badArgument.',
  }),
  tellClient: entry('tellClient', {
    fields: { client, instruction: instructionSchema },
    check: (world, command) => void runningClient(world, command.client),
    perform: (world, command) =>
      pushClientEvent(world, world.clients.known(command.client), 0, {
        type: 'instructed',
        instruction: command.instruction,
      }),
    isFault: false,
    label: ofClient,
    doc: 'tellClient(name, word, value?): asks something of a running program; one that cannot do it now does nothing. Errors: unknownClient, badArgument.',
  }),
  /** The process stands still, as in a long pause of its garbage collector; what comes for it waits. */
  pauseClient: entry('pauseClient', {
    fields: { client },
    check: (world, command) => {
      if (runningClient(world, command.client).status === 'running') return;
      throw new CommandError('alreadyPaused', `client ${command.client} is already paused`);
    },
    perform: ({ clients }, command) => clients.set({ ...clients.known(command.client), status: 'paused' }),
    isFault: false,
    label: ofClient,
    doc: 'pauseClient(name): a client’s process stands still, as in a long pause of its garbage collector; what comes for it waits. Errors: unknownClient, alreadyPaused.',
  }),
  resumeClient: entry('resumeClient', {
    fields: { client },
    check: (world, command) => {
      if (runningClient(world, command.client).status === 'paused') return;
      throw new CommandError('notPaused', `client ${command.client} is not paused`);
    },
    perform: (world, command) => resume(world, command.client),
    isFault: false,
    label: ofClient,
    doc: 'resumeClient(name): a paused client goes on; what has waited for it happens at once. Errors: unknownClient, notPaused.',
  }),
  /** The process is gone; its leases run out. */
  stopClient: entry('stopClient', {
    fields: { client },
    check: (world, command) => void runningClient(world, command.client),
    perform: (world, command) => stopClient(world, command.client),
    isFault: false,
    label: ofClient,
    doc: 'stopClient(name): a client’s process is gone; its leases run out. Errors: unknownClient.',
  }),
};

/** A name is free when its client has ended. */
function checkFree(world: World, name: string): void {
  const status = world.clients.get(name)?.status;
  if (status !== 'running' && status !== 'paused') return;
  throw new CommandError('alreadyThere', `client ${name} is already running`);
}

function resume({ clients, due, now }: World, name: string): void {
  const run = clients.known(name);
  clients.set({ ...run, status: 'running', waiting: [] });
  const { life } = run;
  due.pushBefore(
    now,
    run.waiting.map((event) => ({ type: 'client', client: name, life, event })),
  );
}

function ofClient(command: { readonly client: string }): CommandLabel {
  return { object: command.client };
}
