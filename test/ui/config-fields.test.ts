import { describe, expect, it } from 'vitest';
import { defaultLabConfig } from '../../src/sim/world/config.ts';
import { CommandError } from '../../src/sim/command/command.ts';
import { configRanges, parseConfig } from '../../src/sim/world/parse-config.ts';
import {
  conflictOf,
  isInRange,
  numberGroups,
  otherFields,
  switchGroups,
} from '../../src/ui/shell/config-fields.ts';

const numbers = numberGroups.flatMap(({ fields, more }) => fields.concat(more));

function isTaken(fields: object): boolean {
  try {
    parseConfig(fields);
    return true;
  } catch (error) {
    if (error instanceof CommandError) return false;
    throw error;
  }
}

describe('the form of a new run', () => {
  it('has every field that the address takes, each once', () => {
    const inForm = [
      ...numbers.map(({ name }) => name),
      ...Object.values(switchGroups).flat(),
      ...otherFields,
    ];
    expect(inForm.toSorted()).toEqual(Object.keys(defaultLabConfig).toSorted());
  });

  it('takes a number as far as the lab does, and no further', () => {
    for (const field of numbers) {
      const { min, max, whole } = configRanges[field.name];
      const step = whole ? 1 : 0.5;
      for (const value of [min - step, max + step, Number.NaN, ...(whole ? [min + 0.5] : [])])
        expect([field.name, value, isInRange(field, value)]).toEqual([field.name, value, false]);
      expect([isInRange(field, min), isInRange(field, max)]).toEqual([true, true]);
      expect(isTaken({ [field.name]: max + step })).toBe(false);
    }
  });

  it('knows what two fields forbid each other', () => {
    for (const fields of [
      { nodes: 5, learners: 5 },
      { heartbeatTicks: 10 },
      { readOnly: 'leaseBased', checkQuorum: false } as const,
      {},
    ]) {
      const conflict = conflictOf({ ...defaultLabConfig, ...fields });
      expect([fields, conflict === undefined]).toEqual([fields, isTaken(fields)]);
    }
  });
});
