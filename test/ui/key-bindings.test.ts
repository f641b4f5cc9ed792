import { describe, expect, it } from 'vitest';
import { keyCommands } from '../../src/ui/key-bindings.ts';
import { help } from '../../src/ui/messages/en/help.ts';

describe('the table of keys', () => {
  it('has no key twice', () => {
    const keys = keyCommands.flatMap((command) => command.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is listed in the help, every command and no other', () => {
    expect(keyCommands.map((command) => command.id).toSorted()).toEqual(Object.keys(help.command).toSorted());
  });
});
