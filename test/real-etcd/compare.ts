import { parseArgs } from 'node:util';
import { compareRecorded, recordedMembers } from './compare-reports.ts';

// Holds what we say of recorded members against what etcd and its tools said: npx tsx test/real-etcd/compare.ts --out DIR

const { values } = parseArgs({ options: { out: { type: 'string' } } });
if (values.out === undefined) throw new Error('which recordings? --out DIR');
let passed = 0;
let failed = 0;
for (const { folder, name, killed } of recordedMembers(values.out)) {
  const wrong = compareRecorded(folder, name, killed);
  if (wrong.length === 0) passed++;
  else failed++;
  for (const line of wrong) console.log(`${folder}/${name}: ${line}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
