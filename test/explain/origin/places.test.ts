import { describe, expect, it } from 'vitest';
import { placeOf } from '../../../src/explain/origin/place-of.ts';

describe('a place as text', () => {
  it.each([
    ['node(3).term', { type: 'field', node: 3, field: 'term' }],
    ['term(3)', { type: 'field', node: 3, field: 'term' }],
    ['node(3).hardState.vote', { type: 'hardState', node: 3, field: 'vote' }],
    ['node(3).log(5).term', { type: 'entry', node: 3, index: 5 }],
    ['node(1).progress(2).match', { type: 'progress', node: 1, of: 2, field: 'match' }],
    ['node(1).config.voters', { type: 'field', node: 1, field: 'config' }],
    ['node(1).snapshot.index', { type: 'field', node: 1, field: 'snapshot' }],
    ['key("a").value', { type: 'key', node: undefined, key: 'a', field: 'value' }],
    ['node(2).key("a").modRevision', { type: 'key', node: 2, key: 'a', field: 'modRevision' }],
    ['lease("ffffffffffffffff").endsAt', { type: 'lease', node: undefined, id: -1n, field: 'endsAt' }],
    ['call(7).status', { type: 'call', id: 7 }],
    ['client("A").last.status', { type: 'client', name: 'A' }],
  ])('%s', (text, place) => {
    expect(placeOf(text)).toEqual(place);
  });

  it.each([
    ['node(3', /the text ends where .* \(at character 7\)/],
    ['node(3).trem', /origin: .*trem.* \(at character \d+\)/],
    ['node(3).term + 1', /no single value with an origin/],
    ['', /origin: .*character 1/],
  ])('%s is refused, with where it is wrong', (text, words) => {
    expect(() => placeOf(text)).toThrow(words);
  });

  it('is a text', () => {
    expect(() => placeOf(7)).toThrow('a place is a text');
  });
});
