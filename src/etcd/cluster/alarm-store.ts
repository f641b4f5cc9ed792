import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
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
const effects: readonly AlarmEffect[] = ['none', 'noSpace', 'corrupt'];

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

  /** Equal stores give equal bytes: 1 effect, 2 etcdserverpb.AlarmMember (1 memberID, 2 alarm). */
  save(): Uint8Array {
    const writer = new BinaryWriter();
    writer.tag(1, WireType.Varint).uint32(effects.indexOf(this.#state.effect));
    for (const { member, alarm } of this.#state.alarms) {
      writer.tag(2, WireType.LengthDelimited).fork();
      writer.tag(1, WireType.Varint).uint64(member);
      writer.tag(2, WireType.Varint).uint32(alarmTypes.indexOf(alarm));
      writer.join();
    }
    return writer.finish();
  }

  /** Throws AlarmFormatError. */
  static restore(bytes: Uint8Array): AlarmStore {
    const reader = new BinaryReader(bytes);
    const alarms: AlarmMember[] = [];
    let effect: AlarmEffect | undefined;
    while (reader.pos < reader.len) {
      const [number] = reader.tag();
      if (number === 1) effect = effects[reader.uint32()];
      else if (number === 2) alarms.push(readAlarm(reader.bytes()));
      else throw new AlarmFormatError(`field ${number} is not known`);
    }
    if (effect === undefined) throw new AlarmFormatError('what the alarms do is not known');
    return new AlarmStore({ alarms, effect });
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

function readAlarm(bytes: Uint8Array): AlarmMember {
  const reader = new BinaryReader(bytes);
  let member = 0n;
  let alarm: AlarmType | undefined;
  while (reader.pos < reader.len) {
    const [number] = reader.tag();
    if (number === 1) member = BigInt(reader.uint64());
    else if (number === 2) alarm = alarmTypes[reader.uint32()];
    else throw new AlarmFormatError(`field ${number} of an alarm is not known`);
  }
  if (alarm === undefined) throw new AlarmFormatError('an alarm of unknown type');
  return { member, alarm };
}
