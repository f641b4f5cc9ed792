import * as v from 'valibot';
import type { NodeId } from '../../base/flavor.ts';
import type { MemberBoot } from '../../node/io.ts';
import type { OpenEvent } from '../record/world-event.ts';
import type { World } from '../world/world.ts';
import { fields, text } from '../../base/schema.ts';

/** What a command asks of whoever runs the members, once the world has done its part. */
export interface Effect {
  /** This member is to be gone. */
  readonly kill?: NodeId;
  /** This member is to be started; its first output belongs to the command's event. */
  readonly start?: MemberBoot;
}

/**
 * How a command reads, `n5 killed` or `split 1 4 5 | 2 3`: the catalogues have the word for its type
 * (`commands:type.TYPE`), and here is what stands before and behind it, the same in every language.
 */
export interface CommandLabel {
  /** The node that it is done to. */
  readonly node?: NodeId;
  /** What else it is about: groups, a link (`1 → 2`), a message (`#7`), a client's name, settings. */
  readonly object?: string;
  /** Whether it begins or ends what its name says. */
  readonly begins?: boolean;
}

/** One kind of command, with everything that is known about it. Methods, so that a table may hold all kinds. */
export interface CommandEntry<Command> {
  /** What a command of this kind is made of. Bytes and ids may come as text, as JSON has them; they leave as they are kept. */
  readonly schema: v.GenericSchema<unknown, Command>;
  /** Throws a CommandError if it cannot be done now. Changes nothing. */
  check(world: World, command: Command): void;
  /** Does it, now; it has been checked. What it says to a member is an input of its own, due at once. */
  perform(world: World, command: Command, event: OpenEvent): Effect | void;
  /** Whether it is trouble for the cluster: what clients do, and what is done to them, is none. */
  readonly isFault: boolean;
  label(command: Command): CommandLabel;
  /** One line for the page of the scripting object: how it is called, what it does, units, errors. */
  readonly doc: string;
}

/** A command of this type with these fields. */
export type CommandOf<Type extends string, Fields extends v.ObjectEntries> = {
  readonly type: Type;
  /** A console's command that did it, in the run; absent: a person or a script. */
  readonly by?: string;
} & v.InferOutput<v.StrictObjectSchema<Fields, undefined>>;

/** An entry of the table: its command's type is made from its fields. */
export function entry<const Type extends string, const Fields extends v.ObjectEntries>(
  type: Type,
  {
    fields: own,
    ...rest
  }: { readonly fields: Fields } & Omit<CommandEntry<CommandOf<Type, Fields>>, 'schema'>,
): CommandEntry<CommandOf<Type, Fields>> {
  const schema = fields({ type: v.literal(type), by: v.exactOptional(text), ...own });
  return { schema: schema as unknown as CommandEntry<CommandOf<Type, Fields>>['schema'], ...rest };
}

/** The label of what is done to one node. */
export function ofNode({ node }: { readonly node: NodeId }): CommandLabel {
  return { node };
}

/** Settings as a label has them: `fsyncMs=5 stuck=true`. */
export function settingsText(settings: object): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
}
