import type { ReactNode } from 'react';

/** Small pictures in the colour of the text beside them; always with a word or a label, so hidden from screen readers. */
export function icon(children: ReactNode) {
  return function Icon() {
    return (
      <svg className="icon" viewBox="0 0 16 16" width="1em" height="1em" aria-hidden="true" focusable="false">
        {children}
      </svg>
    );
  };
}

export const line = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.5,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

export const PlayIcon = icon(
  <path
    d="M4 2.6v10.8a.6.6 0 0 0 .9.5l8.8-5.4a.6.6 0 0 0 0-1L4.9 2.1a.6.6 0 0 0-.9.5z"
    fill="currentColor"
  />,
);
export const PauseIcon = icon(<path d="M4 2.5h2.6v11H4zM9.4 2.5H12v11H9.4z" fill="currentColor" />);
export const BackIcon = icon(<path d="M12.5 3v10L6.3 8zM3.5 3h1.8v10H3.5z" fill="currentColor" />);
export const ForwardIcon = icon(<path d="M3.5 3v10l6.2-5zM10.7 3h1.8v10h-1.8z" fill="currentColor" />);
export const StartIcon = icon(<path d="M13.5 3v10L8 8zM8 3v10L2.5 8z" fill="currentColor" />);
export const UntilIcon = icon(<path d="M2.5 3v10L9 8zM11.5 3h2v10h-2z" fill="currentColor" />);
/** A finger that picks. */
export const HandIcon = icon(
  <path
    d="M6 9V3.4a1.2 1.2 0 0 1 2.4 0v3.9l3.5.7a1.6 1.6 0 0 1 1.3 1.9l-.5 2.3a2.4 2.4 0 0 1-2.3 1.8H7.8a2.6 2.6 0 0 1-2-1L3.1 9.9a1.1 1.1 0 0 1 1.6-1.5z"
    {...line}
  />,
);
/** Scissors: what follows is cut off. */
export const CutIcon = icon(
  <>
    <circle cx="3.9" cy="4.2" r="1.8" {...line} />
    <circle cx="3.9" cy="11.8" r="1.8" {...line} />
    <path d="M5.3 5.3 13.5 12M5.3 10.7 13.5 4" {...line} />
  </>,
);
export const SunIcon = icon(
  <>
    <circle cx="8" cy="8" r="3" {...line} />
    <path
      d="M8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M12.8 3.2l-1.1 1.1M4.3 11.7l-1.1 1.1"
      {...line}
    />
  </>,
);
export const MoonIcon = icon(<path d="M13.3 9.6A5.6 5.6 0 0 1 6.4 2.7a5.6 5.6 0 1 0 6.9 6.9z" {...line} />);
export const CheckIcon = icon(<path d="M3 8.5l3.2 3.2L13 4.8" {...line} strokeWidth={2} />);
export const CrossIcon = icon(<path d="M4 4l8 8M12 4l-8 8" {...line} strokeWidth={1.8} />);
export const WarnIcon = icon(<path d="M8 2.2 14.4 13.4H1.6zM8 6.4v3.2M8 11.6v.1" {...line} />);
export const HealIcon = icon(
  <path d="M6.5 9.5l3-3M7 5l1.6-1.6a2.9 2.9 0 0 1 4 4L11 9M9 11l-1.6 1.6a2.9 2.9 0 0 1-4-4L5 7" {...line} />,
);
export const PlusIcon = icon(<path d="M8 3v10M3 8h10" {...line} strokeWidth={1.8} />);
export const ListIcon = icon(
  <path d="M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.1M2.5 8h.1M2.5 12h.1" {...line} strokeWidth={1.8} />,
);
export const SettingsIcon = icon(
  <>
    <path d="M2 4.5h7M12.5 4.5H14M2 11.5h1.5M7 11.5h7" {...line} />
    <circle cx="10.7" cy="4.5" r="1.8" {...line} />
    <circle cx="5.2" cy="11.5" r="1.8" {...line} />
  </>,
);

/** The mark: three members, one of them leading. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <circle cx="12" cy="12.6" r="8" fill="none" stroke="var(--line-strong)" strokeWidth="1.6" />
      <circle cx="12" cy="4.6" r="3.8" fill="var(--term-2)" stroke="var(--ground)" strokeWidth="1.2" />
      <circle cx="5.1" cy="16.6" r="3.1" fill="var(--term-1)" stroke="var(--ground)" strokeWidth="1.2" />
      <circle cx="18.9" cy="16.6" r="3.1" fill="var(--term-3)" stroke="var(--ground)" strokeWidth="1.2" />
    </svg>
  );
}
/** An hourglass: it goes when its lease does. */
export const LeaseIcon = icon(
  <path d="M4 2.5h8M4 13.5h8M5 2.5c0 3 6 8 6 11M11 2.5c0 3-6 8-6 11" {...line} />,
);
/** A flag on its pole: an instant that somebody has marked. */
export const FlagIcon = icon(<path d="M4 14V2.5l8.5 3L4 8.8" {...line} fill="currentColor" />);
export const ExpandIcon = icon(
  <path d="M9.5 2.5h4v4M13.2 2.8 9.3 6.7M6.5 13.5h-4v-4M2.8 13.2l3.9-3.9" {...line} />,
);
export const ShrinkIcon = icon(
  <path d="M13.4 6.6h-4v-4M9.6 6.4l3.9-3.9M2.6 9.4h4v4M6.4 9.6l-3.9 3.9" {...line} />,
);
/** The corners of a screen. */
export const ScreenIcon = icon(
  <path
    d="M2 6V3a1 1 0 0 1 1-1h3M10 2h3a1 1 0 0 1 1 1v3M14 10v3a1 1 0 0 1-1 1h-3M6 14H3a1 1 0 0 1-1-1v-3"
    {...line}
  />,
);
/** Nodes on a ring. */
export const RingIcon = icon(
  <>
    <circle cx="8" cy="8" r="5" {...line} strokeDasharray="2 2.2" />
    <circle cx="8" cy="3" r="1.7" fill="currentColor" />
    <circle cx="12.4" cy="10.6" r="1.7" fill="currentColor" />
    <circle cx="3.6" cy="10.6" r="1.7" fill="currentColor" />
  </>,
);
