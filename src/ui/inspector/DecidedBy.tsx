import { useTranslation } from 'react-i18next';
import type { NodeTrace } from '../../node/io.ts';
import { RULES } from '../../raft/rules.ts';

/** The rule that made a decision, by its name in the code, and where it is written. */
export function DecidedBy({ trace }: { trace: NodeTrace }) {
  const { t } = useTranslation('inspector');
  const rule = 'rule' in trace ? RULES.find(({ name }) => name === trace.rule) : undefined;
  if (rule === undefined) return null;
  return (
    <small className="muted decided-by" title={t('node.decidedBy')}>
      <code>{rule.name}</code> · {rule.section}
    </small>
  );
}
