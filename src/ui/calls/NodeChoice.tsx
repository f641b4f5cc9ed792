import { useTranslation } from 'react-i18next';
import { formatNode } from '../../view/say/format.ts';
import { useView } from '../view-state.ts';

/** The member that calls go to: any, or a chosen one. All forms share the choice. */
export function NodeChoice() {
  const { t } = useTranslation('controls');
  const node = useView((state) => state.clientNode);
  const setNode = useView((state) => state.setClientNode);
  const ids = useView((state) => state.frame?.nodes.map((each) => each.id).join() ?? '');
  return (
    <select
      aria-label={t('client.node')}
      value={node ?? ''}
      onChange={(event) => setNode(event.target.value === '' ? undefined : Number(event.target.value))}
    >
      <option value="">{t('client.anyNode')}</option>
      {ids.split(',').map((id) => (
        <option key={id} value={id}>
          {t('client.toNode', { node: formatNode(Number(id)) })}
        </option>
      ))}
    </select>
  );
}
