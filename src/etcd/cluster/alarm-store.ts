import { alarmMember, alarmType } from '../../protobuf/etcdserverpb/maintenance.ts';
import { idOf, smallOf, type Message } from '../../protobuf/message.ts';
import { enumTable, wholeTable } from '../../protobuf/table.ts';
import { all, always, named } from '../../protobuf/whole-fields.ts';
import { decode } from '../../protobuf/wire-read.ts';
import { encode } from '../../protobuf/wire-write.ts';
import { answered, type Answer } from '../answer.ts';
import type { AlarmMember, AlarmType, MaintenanceRequest, MemberId } from '../request.ts';

export type AlarmOperation = Extract<MaintenanceRequest, { readonly type: 'alarm' }>;

/** What members refuse from now on: nothing; whatever needs room; everything that reads or writes keys and leases. */
export type AlarmEffect = 'none' | 'noSpace' | 'corrupt';

interface AlarmState {
  /** In order of type, then of member. */
  readonly alarms: readonly AlarmMember[];
  readonly effect: AlarmEffect;
}

const alarmTypes: readonly AlarmType[] = ['NONE', 'NOSPACE', 'CORRUPT'];

interface SavedAlarms {
  readonly effect: AlarmEffect;
  readonly alarms: readonly Message[];
}
/** A frame of our own around etcdserverpb.AlarmMember. */
const savedAlarms = wholeTable<SavedAlarms>('quorumscope.Alarms', {
  effect: always(named(1, enumTable('quorumscope.AlarmEffect', ['none', 'noSpace', 'corrupt']))),
  alarms: all(2, () => alarmMember),
});

/** Bytes that are not saved alarms. */
export class AlarmFormatError extends Error {
  override name = 'AlarmFormatError';
}

/**
 * Which member has raised which alarm (etcd: api/v3alarm/alarms.go), and what follows from it
 * (etcdserver/apply.go, Alarm). As in etcd the alarm that was raised last decides, and when the last of a type is
 * disarmed everything is allowed again, even if there is one of the other type.
 */
export class AlarmStore {
  #state: AlarmState;

  private constructor(state: AlarmState) {
    this.#state = state;
  }

  static create(): AlarmStore {
    return new AlarmStore({ alarms: [], effect: 'none' });
  }

  get effect(): AlarmEffect {
    return this.#state.effect;
  }

  /** alarm NONE: all of them. */
  alarms(type: AlarmType = 'NONE'): readonly AlarmMember[] {
    const { alarms } = this.#state;
    return type === 'NONE' ? alarms : alarms.filter(({ alarm }) => alarm === type);
  }

  /** Answers with the alarms asked for, the one raised (new or not), or the one disarmed, if it was there. */
  apply({ action, member, alarm }: AlarmOperation): Answer {
    switch (action) {
      case 'ACTIVATE':
        return alarmAnswer([this.#activate(member, alarm)]);
      case 'DEACTIVATE':
        return alarmAnswer(this.#deactivate(member, alarm));
      default:
        return alarmAnswer(this.alarms(alarm));
    }
  }

  clone(): AlarmStore {
    return new AlarmStore(this.#state);
  }

  /** Equal stores give equal bytes. */
  save(): Uint8Array {
    const { effect, alarms } = this.#state;
    return encode(savedAlarms, {
      effect,
      alarms: alarms.map(({ member, alarm }) => ({
        memberID: member,
        alarm: alarmType.numbers.get(alarm) ?? 0,
      })),
    });
  }

  /** Throws AlarmFormatError. */
  static restore(bytes: Uint8Array): AlarmStore {
    if (bytes.length === 0) throw new AlarmFormatError('what the alarms do is not known');
    try {
      const { effect, alarms } = decode(savedAlarms, bytes, 'refuseUnknown');
      return new AlarmStore({ effect, alarms: alarms.map(alarmOfMessage) });
    } catch (error) {
      if (error instanceof AlarmFormatError) throw error;
      throw new AlarmFormatError(`saved alarms: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #activate(member: MemberId, alarm: AlarmType): AlarmMember {
    const known = this.#find(member, alarm);
    if (known !== undefined) return known;
    const isFirst = this.alarms(alarm).length === 0;
    const raised: AlarmMember = { member, alarm };
    const alarms = [...this.#state.alarms, raised].sort(compareAlarms);
    this.#state = { alarms, effect: isFirst ? effectOf(alarm, this.effect) : this.effect };
    return raised;
  }

  #deactivate(member: MemberId, alarm: AlarmType): readonly AlarmMember[] {
    const known = this.#find(member, alarm);
    if (known === undefined) return [];
    const alarms = this.#state.alarms.filter((other) => other !== known);
    const isLast = alarm !== 'NONE' && !alarms.some((other) => other.alarm === alarm);
    this.#state = { alarms, effect: isLast ? 'none' : this.effect };
    return [known];
  }

  #find(member: MemberId, alarm: AlarmType): AlarmMember | undefined {
    return this.#state.alarms.find((known) => known.member === member && known.alarm === alarm);
  }
}

/** As `endpoint status` and the status call name an alarm: a protobuf message as text, zeros left out. */
export function formatAlarm({ member, alarm }: AlarmMember): string {
  return `${member === 0n ? '' : `memberID:${member} `}${alarm === 'NONE' ? '' : `alarm:${alarm} `}`;
}

function effectOf(alarm: AlarmType, before: AlarmEffect): AlarmEffect {
  switch (alarm) {
    case 'NOSPACE':
      return 'noSpace';
    case 'CORRUPT':
      return 'corrupt';
    default:
      return before;
  }
}

function alarmAnswer(alarms: readonly AlarmMember[]): Answer {
  return answered({ type: 'alarm', revision: 0, alarms });
}

function compareAlarms(a: AlarmMember, b: AlarmMember): number {
  const byType = alarmTypes.indexOf(a.alarm) - alarmTypes.indexOf(b.alarm);
  if (byType !== 0) return byType;
  return a.member < b.member ? -1 : Number(a.member > b.member);
}

function alarmOfMessage(message: Message): AlarmMember {
  const alarm = alarmType.names.get(smallOf(message, 'alarm'));
  if (alarm === undefined) throw new AlarmFormatError('an alarm of unknown type');
  return { member: idOf(message, 'memberID'), alarm };
}
