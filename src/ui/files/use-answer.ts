import { useEffect, useState } from 'react';
import type { Answer, CallName, Given } from '../../host/files/files-port.ts';
import { FilesStopped } from './files-error.ts';
import { askPatiently, useFiles } from './files-store.ts';

/**
 * The worker's answer to a question, asked again whenever the question is another (`given` is plain data); the answer before it, or undefined,
 * until it has come. What goes wrong is said at the head of the page.
 */
export function useAnswer<Name extends CallName>(call: Name, given: Given<Name>): Answer<Name> | undefined {
  const [answer, setAnswer] = useState<Answer<Name>>();
  const running = useFiles((state) => state.opened?.running);
  const text = JSON.stringify(given);
  useEffect(() => {
    let isWanted = true;
    if (running === undefined) return undefined;
    askPatiently(running, call, JSON.parse(text) as Given<Name>).then(
      (came) => {
        if (isWanted) setAnswer(came);
      },
      (problem: unknown) => {
        if (isWanted && !(problem instanceof FilesStopped)) useFiles.setState({ problem });
      },
    );
    return () => {
      isWanted = false;
    };
  }, [call, text, running]);
  return answer;
}
