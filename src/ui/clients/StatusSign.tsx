import type { RequestFrame } from '../../lab/frame/frame.ts';

/** How a call stands, as a shape: full disc, cross, dashed ring, arrow. The word stands beside it. */
export function StatusSign({ status }: { status: RequestFrame['status'] }) {
  return (
    <svg className={`call-sign call-${status}`} viewBox="0 0 12 12" aria-hidden="true">
      {status === 'ok' && <path d="M1.5 6.5l3 3 6-7" fill="none" stroke="currentColor" strokeWidth="2" />}
      {status === 'failed' && (
        <path d="M2 2l8 8M10 2l-8 8" fill="none" stroke="currentColor" strokeWidth="2" />
      )}
      {status === 'unknown' && (
        <circle
          cx="6"
          cy="6"
          r="4.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.8"
          strokeDasharray="2.6 2.1"
        />
      )}
      {status === 'pending' && <path d="M2 1.5h3.5L10.5 6l-5 4.5H2z" fill="currentColor" opacity="0.75" />}
    </svg>
  );
}
