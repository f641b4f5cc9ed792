import { stepMessageType } from '../../../expression/needs.ts';
import { isMessageType, messageTypeNumber, type MessageType } from '../../../raft/message.ts';
import type { WorldEvent } from '../../../sim/record/world-event.ts';
import type { World } from '../../../sim/world/world.ts';
import type { Lesson } from '../lesson.ts';

type Decision = NonNullable<WorldEvent['output']>['trace'][number];

/**
 * Which types of raft's messages come up in the runs of a lesson: sent to others, given by a node to itself, or (with asynchronous
 * storage) to its storage threads and back.
 */
export class MessageTypesSeen {
  readonly #types = new Set<MessageType>();

  take(event: WorldEvent, { config }: World): void {
    const own = stepMessageType(event);
    if (own === 'MsgStorageAppendResp' || own === 'MsgStorageApplyResp') {
      // Synchronous storage is done within Ready: nobody sends anybody anything.
      if (config.storage === 'async') {
        this.#add(own);
        this.#add(own === 'MsgStorageAppendResp' ? 'MsgStorageAppend' : 'MsgStorageApply');
      }
    } else if (own !== undefined) this.#add(own);
    for (const { payload } of event.sent) this.#add(payload.type);
    const decisions = event.output?.trace ?? [];
    for (const decision of decisions) {
      if (decision.type === 'localMessage') this.#add(decision.messageType);
      const toItself = givenToItself(decision, decisions);
      if (toItself !== undefined) this.#add(toItself);
    }
  }

  /** By their numbers. */
  get types(): readonly MessageType[] {
    return byNumber(this.#types);
  }

  #add(type: string): void {
    if (isMessageType(type)) this.#types.add(type);
  }
}

/** What a client asks of a node reaches its raft as a message of the node to itself, which shows in what raft decides about it. */
function givenToItself({ type }: Decision, decisions: readonly Decision[]): MessageType | undefined {
  switch (type) {
    case 'entriesAppended':
      // The empty entry of a new leader is nobody's proposal.
      return decisions.some((other) => other.type === 'becameLeader') ? undefined : 'MsgProp';
    case 'proposalForwarded':
    case 'proposalDropped':
    case 'confChangeRefused':
      return 'MsgProp';
    case 'readIndexAsked':
    case 'readIndexPostponed':
    case 'readIndexForwarded':
    case 'readIndexDropped':
      return 'MsgReadIndex';
    default:
      return undefined;
  }
}

/** Those that a lesson points at: it is about them, and does not only happen to have them. */
export function typesLookedAt({ steps }: Lesson): readonly MessageType[] {
  const looked = steps
    .flatMap(({ look }) => look ?? [])
    .flatMap((look) => (look.type === 'message' ? [look.message] : []));
  return byNumber(new Set(looked));
}

function byNumber(types: ReadonlySet<MessageType>): readonly MessageType[] {
  return [...types].toSorted((a, b) => messageTypeNumber[a] - messageTypeNumber[b]);
}
