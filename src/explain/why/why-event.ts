import { CommandError } from '../../sim/command/command.ts';
import { chainOf } from '../causes.ts';
import type { Past } from '../past.ts';
import type { Subject } from './subject.ts';
import { campaignRefusal } from './why-campaign.ts';
import { whyMessage } from './why-message.ts';
import { strangerIn, transferRefusal, transferToStranger } from './why-transfer.ts';
import type { Explained } from './why.ts';

/** Why an event happened, or nothing came of it: a message's delivery or end is the message's own answer. */
export async function whyEvent(
  past: Past,
  { number }: Extract<Subject, { readonly type: 'event' }>,
): Promise<Explained> {
  if (number < 1 || number > past.now.events) {
    throw new CommandError(
      'badArgument',
      `why: there is no event ${number} up to this instant; the last is ${past.now.events}`,
    );
  }
  const message = past.history.events.messageOf(number);
  if (message > 0) return whyMessage(past, { type: 'message', id: message });
  const [event] = await past.events(number, number);
  for (const trace of event?.output?.trace ?? []) {
    if (event === undefined) break;
    if (trace.type === 'campaignRefused') return campaignRefusal(past, event, trace);
    if (trace.type === 'transferRefused') return transferRefusal(past, event, trace);
    const stranger = strangerIn(trace);
    if (stranger !== undefined) return transferToStranger(past, event, stranger);
  }
  const causes = await chainOf(past, number);
  const rule = event?.output?.trace.flatMap((trace) => ('rule' in trace ? (trace.rule ?? []) : []))[0];
  return {
    answer: causes.length > 1 ? 'eventFollows' : 'eventIsInput',
    rule: rule ?? 'serversStop',
    numbers: { event: number, first: causes.at(-1) ?? number, node: event?.node ?? 0 },
    causes,
  };
}
