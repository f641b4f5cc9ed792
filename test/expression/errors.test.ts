import { describe, expect, it } from 'vitest';
import { compileCondition, compileText } from '../../src/expression/compile.ts';

/** The text with what is wrong in it between » and «, and what is said of it. */
const wrong: readonly (readonly [string, string])[] = [
  ['»«', 'the text ends where a value should be'],
  ['commit(2) >= »«', 'the text ends where a value should be'],
  ['commit(2) »=« 5', '`=` has no meaning here; write `==`'],
  ['violation »&« violation', '`&` has no meaning here; write `&&`'],
  ['violation »and« violation', '`and` has no meaning here; write `&&`'],
  ['»not« violation', '`not` has no meaning here; write `!`'],
  ['node(3)»;«', '`;` has no meaning here'],
  ['1 < time »<« 3', 'a comparison cannot be compared again; write `a < b && b < c`'],
  ['time > »5s«', '`5s` is no number: digits, maybe with a point, or 0x and hexadecimal digits'],
  ['key(»"a)«', 'the text that begins here has no " at its end'],
  ['key("a»\\q«")', '`\\q` stands for nothing; there are \\n \\r \\t \\0 \\\\ \\" \\\' \\x41 and \\u{1F600}'],
  ['(commit(2) > 5»«', 'the text ends where `)` or `,` should be'],
  ['node(3).»5«', '`5` stands where the name of a field should be'],
  ['»laeder« == 3', 'there is no `laeder`; did you mean `leader`?'],
  [`»${'x'.repeat(900)}« == 3`, `there is no \`${'x'.repeat(80)}…\``],
  ['node(3).»comit«', 'there is no field `comit` of a node; did you mean `commit`?'],
  ['node(3).»Commit« > 5', 'there is no field `Commit` of a node; did you mean `commit`?'],
  ['message.»typ« == MsgApp', 'there is no field `typ` of a message; did you mean `type`?'],
  ['»comit«(2) > 5', 'there is no function `comit(..)`; did you mean `commit`?'],
  ['node(3).»lgo«(5)', 'there is no function `lgo(..)` of a node; did you mean `log`?'],
  ['message.type == »MsgAppRes«', '`MsgAppRes` is not a type of message; did you mean `MsgAppResp`?'],
  ['node(3).role == »"boss"«', '`boss` is not a role'],
  ['role(3) in [leader, »folower«]', '`folower` is not a role; did you mean `follower`?'],
  [
    '»candidate«',
    '`candidate` is a role: it can only be compared with one, as in `node(3).role == candidate`',
  ],
  ['node(3).»log«.term == 2', '`log` needs to be told which: `node(1).log(5)`'],
  ['»key« == "a"', '`key` needs to be told which: `key("a")`'],
  ['node(3).»term«() > 1', '`term` takes nothing in parentheses'],
  ['»commit«() > 5', '`commit` takes 1, as in `commit(2)`; here are 0'],
  ['commit(1, »2«) > 5', '`commit` takes 1, as in `commit(2)`; here are 2'],
  ['commit(»"a"«) > 5', '`commit` takes a node here, and this is text'],
  ['»node(3)« + 1 > 2', '`+` takes a number here, and this is a node'],
  ['»commit(2)« && violation', '`&&` takes true or false here, and this is a number'],
  ['!»commit(2)«', '`!` takes true or false here, and this is a number'],
  ['»node(3).role == 5«', 'a role and a number can never be the same'],
  ['»role(3)« > follower', '`>` takes a number or text here, and this is a role'],
  ['»time«.year', 'a number has no fields'],
  ['3 in »leader«', 'a list is needed here, as `nodes`, `voters` or `[1, 2, 3]`; this is a node'],
  ['any(»leader« in nodes, violation)', '`leader` has a meaning already; choose another name'],
  ['»any«(violation)', '`any` goes over a list: `any(n in nodes, n.role == candidate)`'],
  [
    'any(n in nodes, »n.term«)',
    'a condition is true or false, and this is a number; compare it with something',
  ],
  [
    'was(»node(3).log(5)«) == none',
    'a single value is needed here, and this is an entry; choose one of its fields',
  ],
  ['leader == »0«', 'no node has the number 0; nobody is `none`'],
];

describe('an error', () => {
  it.each(wrong)('points at the character: %s', (marked, message) => {
    const text = marked.replaceAll(/[»«]/g, '');
    const at = marked.indexOf('»');
    const length = marked.indexOf('«') - at - 1;
    expect(compileText(text)).toMatchObject({ type: 'error', at, length, message });
  });

  it('names the rule, the decision or the property that was meant', () => {
    expect(compileText('rule("isUptoDate")')).toMatchObject({
      code: 'isStrange',
      at: 5,
      length: 12,
      message: '`rule` knows no "isUptoDate"; did you mean `isUpToDate`?',
    });
    expect(compileText('decided("voteRefused")')).toMatchObject({
      code: 'isStrange',
      at: 8,
      expected: expect.arrayContaining(['voteRejected']),
    });
    expect(compileText('violation("electionSafety")')).toMatchObject({
      code: 'isStrange',
      details: { near: 'ElectionSafety' },
    });
  });

  it('is also a value where a condition is asked for', () => {
    expect(compileCondition('commit(2)')).toMatchObject({ code: 'notCondition', at: 0, length: 9 });
    expect(compileCondition('commit(2) > 1')).toHaveProperty('evaluate');
  });
});
