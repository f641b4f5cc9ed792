import './tokens.css';
import './base.css';
import { errors as english } from './messages/en/errors.ts';
import { errors as chinese } from './messages/zh-CN/errors.ts';

export type CannotRunReason =
  | { readonly type: 'file' }
  | { readonly type: 'workers' }
  | { readonly type: 'crashed'; readonly reason: string };

/** Instead of the page, when it cannot work: why, and what to do, in both languages at once. Needs no lab and no set-up. */
export function CannotRun({ reason }: { reason: CannotRunReason }) {
  return (
    <main className="cannot-run">
      {(
        [
          ['en', english],
          ['zh-CN', chinese],
        ] as const
      ).map(([language, errors]) => (
        <section key={language} lang={language}>
          <h1>{errors.cannotRun.title}</h1>
          {reason.type === 'file' && (
            <>
              <p>{errors.cannotRun.file}</p>
              <pre>npm start</pre>
              <p>{errors.cannotRun.fileHint}</p>
            </>
          )}
          {reason.type === 'workers' && <p>{errors.cannotRun.workers}</p>}
          {reason.type === 'crashed' && (
            <>
              <p>{errors.cannotRun.crashed.replace('{{reason}}', reason.reason)}</p>
              <button
                type="button"
                className="button button-primary"
                onClick={() => window.location.reload()}
              >
                {errors.cannotRun.reload}
              </button>
            </>
          )}
        </section>
      ))}
    </main>
  );
}
