/** A point in time: nanoseconds since 1970, as the log has it (int64). */
export type Nanos = bigint;

const SECOND = 1_000_000_000n;
const LONGEST = (1n << 63n) - 1n;
/** What is to end before 2000 does not end at all: no clock was set so (etcd: minExpireTime). */
const ENDS_EARLIEST: Nanos = 946_684_800n * SECOND;

/** The end that the log asks for a new node; undefined: none. */
export function endOfNew(expiration: Nanos): Nanos | undefined {
  return expiration < ENDS_EARLIEST ? undefined : expiration;
}

/** .. and of one that is there: what is in the past counts, too. */
export function endOfOld(expiration: Nanos): Nanos | undefined {
  return expiration === 0n ? undefined : expiration;
}

/** When so many seconds have gone by; wraps around as Go's numbers do. */
export function after(now: Nanos, seconds: bigint): Nanos {
  return BigInt.asIntN(64, now + BigInt.asIntN(64, seconds * SECOND));
}

/** Seconds left, rounded up; of an end in the past rounded up, too: 0 or less. As far away as Go's durations go (292 years). */
export function secondsLeft(end: Nanos, now: Nanos): number {
  const apart = end - now;
  const left = apart > LONGEST ? LONGEST : apart < -LONGEST - 1n ? -LONGEST - 1n : apart;
  const whole = left / SECOND;
  return Number(left % SECOND > 0n ? whole + 1n : whole);
}

/** As Go's JSON has it, in UTC: `2022-12-21T10:00:05.1Z`. Undefined: the year 1, Go's zero time. */
export function formatTime(time: Nanos | undefined): string {
  if (time === undefined) return '0001-01-01T00:00:00Z';
  let seconds = time / SECOND;
  let rest = time % SECOND;
  if (rest < 0n) {
    rest += SECOND;
    seconds -= 1n;
  }
  const fraction = rest === 0n ? '' : `.${rest.toString().padStart(9, '0').replace(/0+$/, '')}`;
  return `${civil(Number(seconds))}${fraction}Z`;
}

/** The inverse; also of another time zone's form. Throws an Error on what is no time. */
export function parseTime(text: string): Nanos | undefined {
  const [, date, fraction, zone] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  if (date === undefined || zone === undefined) throw new Error(`"${text}" is no time`);
  const seconds = secondsOf(date) - zoneSeconds(zone);
  const time = BigInt(seconds) * SECOND + BigInt((fraction ?? '').padEnd(9, '0'));
  return date.startsWith('0001-') ? undefined : time;
}

function zoneSeconds(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4));
  return (zone.startsWith('-') ? -minutes : minutes) * 60;
}

const DAY = 86_400;

/** `2022-12-21T10:00:05` of seconds since 1970: the calendar by arithmetic, as pure rooms know no clock. */
function civil(seconds: number): string {
  const days = Math.floor(seconds / DAY);
  const inDay = seconds - days * DAY;
  // Days since the 1st of March of the year 0, by eras of 400 years.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * march + 2) / 5) + 1;
  const month = march < 10 ? march + 3 : march - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const time = [Math.floor(inDay / 3600), Math.floor(inDay / 60) % 60, inDay % 60].map(two).join(':');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${time}`;
}

function secondsOf(date: string): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = date.split(/[-T:]/).map(Number);
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const ofEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + ofYear;
  const days = era * 146_097 + ofEra - 719_468;
  return days * DAY + hour * 3600 + minute * 60 + second;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
