import { formatNode } from '../../view/say/format.ts';
import type { DrawingDoubt, DrawingProblem } from '../../sim/world/drawing.ts';
import { t } from 'i18next';

/** Why nobody can begin with a drawing, in the viewer's language. */
export function problemWords(problem: DrawingProblem): string {
  const node = formatNode(problem.node);
  switch (problem.code) {
    case 'noSuchNode':
    case 'twice':
    case 'voteWithoutTerm':
      return t(`draw:problem.${problem.code}`, { node });
    case 'noTerm':
    case 'termsFall':
      return t(`draw:problem.${problem.code}`, { node, index: problem.index });
    case 'termBehindLog':
      return t('draw:problem.termBehindLog', { node, term: problem.term, lastTerm: problem.lastTerm });
    case 'commitBeyondLog':
      return t('draw:problem.commitBeyondLog', { node, commit: problem.commit, last: problem.last });
    case 'voteForNobody':
      return t('draw:problem.voteForNobody', { node, vote: formatNode(problem.vote) });
  }
  return problem satisfies never;
}

/** Which property a drawing breaks, and where. */
export function doubtWords(doubt: DrawingDoubt): string {
  const nodes = doubt.nodes.map(formatNode).join(' ');
  if (doubt.property === 'ElectionSafety') return t('draw:doubt.ElectionSafety', { nodes, term: doubt.term });
  return t(`draw:doubt.${doubt.property}`, { nodes, index: doubt.index });
}
