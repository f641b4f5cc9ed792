import { useTranslation } from 'react-i18next';
import '../canvas/canvas.css';
import { Late } from '../Late.tsx';
import { logsPart, timelinePart } from './data-parts.ts';

/** The logs, and their place while they are on their way: nothing moves when they come. */
export function LogsPlace() {
  const { t } = useTranslation('controls');
  return <Late part={logsPart} place={{ className: 'card data-panel logs', label: t('phone.logs') }} />;
}

/** The same for the space-time diagram. */
export function TimelinePlace() {
  const { t } = useTranslation('controls');
  return <Late part={timelinePart} place={{ className: 'data-panel time-panel', label: t('phone.time') }} />;
}
