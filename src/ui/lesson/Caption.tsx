import { useTranslation } from 'react-i18next';
import type { LabPort } from '../../lab/lab-port.ts';
import type { MessageType } from '../../raft/message.ts';
import { useAct } from '../act.ts';
import { glossaryTermsIn } from '../../lessons/course/glossary/glossary.ts';
import { TextWithTerms } from '../course/TextWithTerms.tsx';
import { currentView } from '../view-state.ts';
import { captionParts } from './caption-parts.ts';

/** What is said of an instant. What it names is a way to it; a term of the glossary is one where it comes first. */
export function Caption({ text }: { readonly text: string }) {
  const { t } = useTranslation('lesson');
  const act = useAct();
  const parts = captionParts(text);
  return (
    <p className="lesson-caption">
      {parts.map((part, i) => {
        if (part.type === 'words') {
          const before = parts.slice(0, i).flatMap((other) => (other.type === 'words' ? other.text : []));
          const named = before.flatMap((words) => glossaryTermsIn(words).map(({ id }) => id));
          return <TextWithTerms key={part.at} text={part.text} but={named} />;
        }
        const isNode = part.type === 'node';
        return (
          <button
            key={part.at}
            type="button"
            className="lesson-way"
            title={isNode ? t('toNode') : t('toEvent')}
            onClick={() =>
              isNode
                ? currentView().select({ type: 'node', id: part.node })
                : act((lab) => goToMessage(lab, part.message))
            }
          >
            {part.text}
          </button>
        );
      })}
    </p>
  );
}

/** One that is under way is chosen; else time goes back to where the last one came to its end, or on to where the next will. */
async function goToMessage(lab: LabPort, type: MessageType): Promise<void> {
  const { frame, select } = currentView();
  const flying = frame?.messages.find((message) => message.type === type);
  if (flying !== undefined) return select({ type: 'message', id: flying.id });
  const filter = { types: [type] };
  const from = (frame?.events ?? 0) + 1;
  const event = (await lab.previousHit(filter, from)) ?? (await lab.nextHit(filter, from - 1));
  if (event === undefined) return;
  await lab.seekEvent(event);
  select({ type: 'event', number: event });
}
