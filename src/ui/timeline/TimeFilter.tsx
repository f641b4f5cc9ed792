import { useTranslation } from 'react-i18next';
import { Dropdown } from '../Dropdown.tsx';
import { Late } from '../Late.tsx';
import { latePart } from '../late-part.ts';
import { withMessages } from '../messages/with-messages.ts';

const filters = latePart(withMessages(() => import('./TimeFilters.tsx')));

/** What the diagram leaves out. */
export function TimeFilter() {
  const { t } = useTranslation('timeline');
  return (
    <Dropdown title={t('filterHint')} buttonClassName="data-tool" label={t('filter')}>
      <Late part={filters} />
    </Dropdown>
  );
}
