import { withOne } from '../record/world-event.ts';
import { id } from '../../base/schema.ts';
import { forgedFields, forgedMessage } from './forged.ts';
import { checkArrival, checkLoss, deliverNow, loseMessage } from '../hand/message.ts';
import { scheduleFlight } from '../world/world.ts';
import { CommandError } from './command.ts';
import { entry, settingsText, type CommandLabel } from './entry.ts';
import { knownFlight } from './known.ts';

const message = id;

/** Single messages under way. */
export const messageCommands = {
  deliver: entry('deliver', {
    fields: { message },
    check: (world, command) => checkArrival(world, command.message),
    perform: (world, command) => deliverNow(world, command.message),
    isFault: true,
    label: ofMessage,
    doc: 'deliver(messageId): a message under way arrives now. Errors: messageGone; by hand onlyLost (its link was cut, or nobody is there).',
  }),
  hold: entry('hold', {
    fields: { message },
    check: (world, command) => {
      if (knownFlight(world, command.message).fate !== 'held') return;
      throw new CommandError('alreadyHeld', `message ${command.message} is already held`);
    },
    perform: (world, command) => void world.bus.hold(command.message),
    isFault: true,
    label: ofMessage,
    doc: 'hold(messageId): a message under way stays where it is until it is released. Errors: messageGone, alreadyHeld.',
  }),
  release: entry('release', {
    fields: { message },
    check: (world, command) => {
      if (knownFlight(world, command.message).fate === 'held') return;
      throw new CommandError('notHeld', `message ${command.message} is not held`);
    },
    perform: (world, command) => scheduleFlight(world, world.bus.release(command.message, world.now)),
    isFault: true,
    label: ofMessage,
    doc: 'release(messageId): a held message goes on its way. Errors: messageGone, notHeld.',
  }),
  drop: entry('drop', {
    fields: { message },
    check: (world, command) => checkLoss(world, command.message),
    perform: (world, command, event) => loseMessage(world, command.message, event),
    isFault: true,
    label: ofMessage,
    doc: 'drop(messageId): a message under way is lost. Errors: messageGone.',
  }),
  duplicate: entry('duplicate', {
    fields: { message },
    check: (world, command) => void knownFlight(world, command.message),
    perform: (world, command, event) => {
      const copy = world.bus.duplicate(command.message, world.now);
      event.sent = withOne(event.sent, copy);
      scheduleFlight(world, copy);
    },
    isFault: true,
    label: ofMessage,
    doc: 'duplicate(messageId): a message under way is delivered twice. Errors: messageGone.',
  }),
  forge: entry('forge', {
    fields: { message, fields: forgedFields },
    check: (world, command) =>
      void forgedMessage(knownFlight(world, command.message).payload, command.fields),
    perform: (world, command, event) => {
      const { payload } = knownFlight(world, command.message);
      const forged = world.bus.forge(command.message, world.now, forgedMessage(payload, command.fields));
      world.due.dropParked((item) => item.type === 'flight' && item.message === command.message);
      event.ended = withOne(event.ended, { message: command.message, end: 'forged' });
      event.sent = withOne(event.sent, forged);
      scheduleFlight(world, forged);
    },
    isFault: true,
    label: ({ message: id, fields: { entries, ...values } }) => ({
      object: [
        `#${id}`,
        settingsText(values),
        ...(entries === undefined ? [] : [`entries=${entries.map((each) => String(each.term)).join(',')}`]),
      ]
        .filter((part) => part !== '')
        .join(' '),
    }),
    doc: 'forge(messageId, {term?, index?, logTerm?, commit?, reject?, rejectHint?, entries?: [{term, put?: {key, value}}]}): another message goes on in the place of one under way, with these fields changed; from and to stay, entries follow index. It is marked as forged. Errors: messageGone, badArgument (which field the message has not).',
  }),
};

function ofMessage(command: { readonly message: number }): CommandLabel {
  return { object: `#${command.message}` };
}
