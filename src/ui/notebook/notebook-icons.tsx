import { icon, line } from '../icons.tsx';

export const EditIcon = icon(<path d="M3 13l.7-3L10.6 3.1l2.3 2.3L6 12.3zM9.2 4.5l2.3 2.3" {...line} />);
/** Two sheets beside each other. */
export const CompareIcon = icon(<path d="M2.5 3h4v10h-4zM9.5 3h4v10h-4zM8 1.5v13" {...line} />);
export const TrashIcon = icon(
  <path d="M2.8 4.2h10.4M6 4V2.5h4V4M4.2 4.4l.7 9.1h6.2l.7-9.1M6.7 6.8v4.2M9.3 6.8v4.2" {...line} />,
);
