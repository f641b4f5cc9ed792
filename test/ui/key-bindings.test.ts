import { describe, expect, it } from 'vitest';
import { keyCommands } from '../../src/ui/key-bindings.ts';
import { help } from '../../src/ui/messages/en/help.ts';
import { CONE_KEY, walkKeys } from '../../src/ui/timeline/walk-keys.ts';

describe('the table of keys', () => {
  it('has no key twice', () => {
    const keys = keyCommands.flatMap((command) => command.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('has none of the keys that the diagram has for itself', () => {
    const own = [CONE_KEY, ...[...walkKeys].map((key) => `Shift+${key}`)];
    const keys = new Set(keyCommands.flatMap((command) => command.keys.map((key) => key.toLowerCase())));
    expect(own.filter((key) => keys.has(key.toLowerCase()))).toEqual([]);
  });

  it('is listed in the help, every command and no other', () => {
    expect(keyCommands.map((command) => command.id).toSorted()).toEqual(Object.keys(help.command).toSorted());
  });
});
