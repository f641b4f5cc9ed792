import { fc, test } from '@fast-check/vitest';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../src/base/utf8.ts';
import { encodeBase64 } from '../../src/etcd/rpc/base64.ts';
import { parseCommand } from '../../src/sim/command/check-command.ts';
import { CommandError, type Command } from '../../src/sim/command/command.ts';
import { commandTable, entryOf } from '../../src/sim/command/table.ts';
import { commandWords } from '../../src/ui/command-words.ts';
import { speak, startMessages } from '../../src/ui/messages/i18n.ts';
import { commandExamples } from './command-examples.ts';

const examples: readonly Command[] = Object.values(commandExamples).flat();

type Path = readonly (string | number)[];

/** Every place in a command, with what stands there. Of a member's settings its configuration judges. */
function places(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  const own = { path, value };
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [own];
  return [own, ...Object.entries(value).flatMap(([name, inner]) => places(inner, [...path, name]))];
}

function without(value: unknown, [first, ...rest]: Path, junk: unknown): unknown {
  if (first === undefined) return junk;
  if (Array.isArray(value))
    return value.map((each, i) => (String(i) === first ? without(each, rest, junk) : each));
  return { ...(value as object), [first]: without(Reflect.get(value as object, first), rest, junk) };
}

const noText = [5, null, true, {}, [], Symbol('odd'), () => 1];
/** What no field is that has a value of this kind: bytes and ids may be text. */
function junkFor(value: unknown): readonly unknown[] {
  if (typeof value === 'number') return ['x', '', null, true, NaN, Infinity, {}, [1], 1n];
  if (typeof value === 'string') return noText;
  if (typeof value === 'boolean') return ['true', 0, null, {}];
  if (typeof value === 'bigint') return ['not hexadecimal', '12345678901234567', 5, null, {}, 2n ** 70n];
  if (value instanceof Uint8Array) return [...noText, { base64: '%' }];
  if (Array.isArray(value)) return ['x', 5, null, {}, new Map()];
  return ['x', 5, null, [], new Map(), new Date(0)];
}

const spoiled = fc
  .constantFrom(...examples)
  .chain((command) => {
    const inner = places(command).filter(
      ({ path, value }) =>
        path.length > 0 && value !== undefined && !(command.type === 'configure' && path.length > 1),
    );
    return fc.constantFrom(...inner).map(({ path, value }) => ({ command, path, value }));
  })
  .chain(({ command, path, value }) =>
    fc.constantFrom(...junkFor(value)).map((junk) => ({ command, path, junk })),
  );

function refusal(asked: unknown): CommandError {
  try {
    parseCommand(asked);
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

/** As a file or a link has it. */
function toJson(value: unknown): unknown {
  if (typeof value === 'bigint') return BigInt.asUintN(64, value).toString(16);
  if (value instanceof Uint8Array) {
    const text = decodeUtf8(value);
    return encodeUtf8(text).join() === value.join() ? text : { base64: encodeBase64(value) };
  }
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toJson(inner)]));
}

describe('the table of commands', () => {
  beforeAll(() => startMessages('en'));

  it.each(examples.map((command) => [command.type, command] as const))(
    'takes %s as it is, and from JSON as the same',
    (_, command) => {
      expect(parseCommand(command)).toEqual(command);
      expect(parseCommand(JSON.parse(JSON.stringify(toJson(command))))).toEqual(command);
    },
  );

  test.prop([spoiled], { numRuns: 2000, seed: 8 })(
    'refuses junk in any field, in words that name the field and what it may be',
    ({ command, path, junk }) => {
      const { code, message } = refusal(without(command, path, junk));
      expect(code).toBe('badArgument');
      // A field by which a form is told from others is refused as one that none of them has.
      if (path.join() === 'type') expect(message).toMatch(/^there is no command/);
      else expect(message).toContain(path.slice(0, path.at(-1) === 'type' ? undefined : 1).join('.'));
      if (path.join() !== 'type') expect(message).toMatch(/must be|there is no such field/);
      expect(message).toContain(
        command.type === 'heal' ? '' : path.join() === 'type' ? 'commands are' : command.type,
      );
    },
  );

  test.prop([fc.constantFrom(...examples)], { numRuns: 100, seed: 8 })(
    'refuses a field that a command does not have, by its name',
    (command) => {
      expect(refusal({ ...command, another: 1 }).message).toMatch(
        /another: there is no such field: fields are type/,
      );
    },
  );

  test.prop([fc.anything({ withBigInt: true, withMap: true, withNullPrototype: true })], {
    numRuns: 1000,
    seed: 8,
  })('refuses whatever is no command, and breaks at nothing', (anything) => {
    expect(refusal(anything).code).toBe('badArgument');
    for (const type of ['kill', '__proto__', 'constructor', 'request', 'startClient']) {
      expect(refusal({ type, node: anything, operation: anything, program: anything }).code).toBe(
        'badArgument',
      );
    }
  });

  it('has words in both languages for every type, and a line of documentation', async () => {
    for (const language of ['en', 'zh-CN'] as const) {
      await speak(language);
      const words = examples.map((command) =>
        commandWords({ command: command.type, label: entryOf(command.type).label(command) }),
      );
      expect(words.filter((each) => each === '' || each.includes('commands:'))).toEqual([]);
    }
    for (const [type, { doc }] of Object.entries(commandTable)) {
      expect(doc, type).toMatch(/^\S.*\.$/);
      expect(doc, type).not.toMatch(/\n/);
    }
  });
});
