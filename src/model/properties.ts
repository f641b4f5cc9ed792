/** What is looked at in every state, by the names of the checks of a run. */
export const modelProperties = [
  'ElectionSafety',
  'LogMatching',
  'LeaderAppendOnly',
  'LeaderCompleteness',
  'StateMachineSafety',
  'QuorumDurability',
  'ReadIndexFresh',
  'MemberSoundness',
] as const;

export type ModelProperty = (typeof modelProperties)[number];

/** Several of them as the bits of one number. */
export function bitOf(property: ModelProperty): number {
  return 1 << modelProperties.indexOf(property);
}

export const ELECTION_SAFETY = bitOf('ElectionSafety');
export const LOG_MATCHING = bitOf('LogMatching');
export const APPEND_ONLY = bitOf('LeaderAppendOnly');
export const COMPLETENESS = bitOf('LeaderCompleteness');
export const MACHINE_SAFETY = bitOf('StateMachineSafety');
export const DURABILITY = bitOf('QuorumDurability');
export const READ_FRESH = bitOf('ReadIndexFresh');
export const SOUNDNESS = bitOf('MemberSoundness');

export function propertiesOf(bits: number): ModelProperty[] {
  return modelProperties.filter((property) => (bits & bitOf(property)) !== 0);
}
