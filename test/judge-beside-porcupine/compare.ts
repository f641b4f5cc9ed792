import { spawnSync } from 'node:child_process';
import { drawInt, makeDice } from '../../src/base/random.ts';
import { judgeHistory } from '../../src/check/linearizability/judge-history.ts';
import type { Observed } from '../../src/check/linearizability/history.ts';
import type { RegisterOperation } from '../../src/check/linearizability/register-model.ts';

// By hand, where Go is there: what the judge says of random histories of one register, beside porcupine. README.md says how.

type Call = Observed<RegisterOperation>;

function drawHistory(seed: number): Call[] {
  const dice = makeDice(seed, 'beside porcupine');
  const value = (): string | undefined => [undefined, '1', '2', '3'][drawInt(dice, 0, 3)];
  return Array.from({ length: drawInt(dice, 1, 14) }, (): Call => {
    const invokedAt = drawInt(dice, 0, 40);
    const returnedAt = invokedAt + drawInt(dice, 0, 12);
    const isLost = drawInt(dice, 0, 4) === 0;
    switch (drawInt(dice, 0, 2)) {
      case 0:
        return {
          operation: { type: 'write', value: value() },
          invokedAt,
          returnedAt: isLost ? undefined : returnedAt,
        };
      case 1:
        return { operation: { type: 'read', value: value() }, invokedAt, returnedAt };
      default: {
        const succeeded = isLost ? undefined : drawInt(dice, 0, 1) === 1;
        const operation = { type: 'compareAndSet', expected: value(), value: value(), succeeded } as const;
        return { operation, invokedAt, returnedAt: isLost ? undefined : returnedAt };
      }
    }
  });
}

const count = Number(process.argv[3] ?? 10_000);
const histories = Array.from({ length: count }, (_, i) => drawHistory(i + 1));
const lines = histories.map((calls) =>
  JSON.stringify(calls.map(({ operation, ...times }) => ({ ...operation, ...times }))),
);
const begun = performance.now();
const { stdout, status, stderr } = spawnSync(process.argv[2] ?? 'judge-beside-porcupine', {
  input: `${lines.join('\n')}\n`,
  encoding: 'utf8',
  maxBuffer: 2 ** 28,
});
if (status !== 0) throw new Error(`porcupine has failed: ${stderr}`);
const theirs = stdout.trim().split('\n');
const between = performance.now();
const ours = histories.map((calls) => judgeHistory({ model: 'register', calls }).type);
const ended = performance.now();
const names = { linearizable: 'Ok', impossible: 'Illegal', unknown: 'Unknown' } as const;
const differing = ours.flatMap((type, i) => (names[type] === theirs[i] ? [] : [i + 1]));
for (const seed of differing.slice(0, 5)) {
  console.log(`seed ${seed}: ${ours[seed - 1]}, porcupine says ${theirs[seed - 1]}: ${lines[seed - 1]}`);
}
const illegal = theirs.filter((each) => each === 'Illegal').length;
console.log(
  `${count} histories, ${illegal} not linearizable; porcupine ${Math.round(between - begun)} ms with its reading, ours ${Math.round(ended - between)} ms with contradictions`,
);
console.log(`${count - differing.length} passed, ${differing.length} failed`);
process.exitCode = differing.length === 0 ? 0 : 1;
