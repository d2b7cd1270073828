/**
 * What time it is. A phone's clock may be hours off, and dates decide verdicts: the server's `Date` puts it right on line, and off line
 * it is never earlier than the newest thing that the issuer has signed.
 */
import { isAhead } from "./trust.ts";

/** A clock that is off by more than this is said to be wrong, in seconds. */
const WRONG = 300;
/** What a request may take, in seconds, for the `Date` of its answer to be the time. */
const SLOW = 10;
/** What a phone's clock is put back by to keep time, in seconds. */
const TRIM = 5;

/** Both in seconds: the phone's clock, which anybody may put, and one that only ever goes on (and on some phones stands still in sleep). */
export type Moment = { phone: number; steady: number };

export type Clock = {
  /** Seconds since 1970, as well as this page knows; earlier than it said before only where the server has said so. */
  now(): number;
  /** The phone's clock is so many seconds ahead (or behind, below zero) that it must be said; null where it is right, for all we know. */
  clockError(): number | null;
  /** To be had before the server is asked. */
  moment(): Moment;
  /** The `Date` of an answer that has just come. */
  heardServer(date: string | null, asked: Moment): void;
  /** When something was signed that this phone has verified. */
  sawSigned(iat: number): void;
};

export const { now, clockError, moment, heardServer, sawSigned } = openClock(() => ({ phone: Date.now() / 1000, steady: performance.now() / 1000 }));

export function openClock(moment: () => Moment): Clock {
  /** The server's time less the phone's. */
  let correction: number | null = null;
  /** It is no earlier than this, and goes on from there as the steady clock does. */
  let floor = { at: 0, steady: 0 };
  /** How far the phone's clock was before the steady one, at most, since the server was heard. */
  let lead = -Infinity;
  /** When that question was asked which the server has answered last. */
  let heard: number | null = null;
  return { now, clockError, moment, heardServer, sawSigned };

  function now(): number {
    const { phone, steady } = look();
    raise(phone + (correction ?? 0), steady);
    return Math.floor(reached(steady));
  }

  function clockError(): number | null {
    const error = Math.floor(moment().phone) - now();
    return Math.abs(error) > WRONG ? error : null;
  }

  /**
   * Looks whether the phone's clock was put back since it was looked at last: no sleep does that, so the correction was for a clock that
   * is no more. One that has jumped forward was put forward, or the phone has slept; nobody knows. The correction then stays: if it was
   * for a clock that was behind, we are early to call a permit expired and a list old, and without it we might be late.
   */
  function look(): Moment {
    const seen = moment();
    const leads = seen.phone - seen.steady;
    if (leads < lead - TRIM) correction = null;
    lead = Math.max(lead, leads);
    return seen;
  }

  function reached(steady: number): number {
    return floor.at + steady - floor.steady;
  }

  function raise(at: number, steady: number): void {
    if (at > reached(steady)) floor = { at, steady };
  }

  /**
   * The server is believed also where it is earlier than what was said before, or signed: then that clock was wrong. Not where the phone
   * slept or the page was halted on the way, so that the answer is hours old, nor where a question asked later was answered before.
   */
  function heardServer(date: string | null, asked: Moment): void {
    const at = Date.parse(date ?? "") / 1000;
    const { phone, steady } = look();
    const isLate = steady - asked.steady > SLOW || Math.abs(phone - asked.phone) > SLOW;
    if (Number.isNaN(at) || isLate || asked.steady < (heard ?? -Infinity)) return;
    correction = at - phone;
    lead = phone - steady;
    floor = { at, steady };
    heard = asked.steady;
  }

  /** What is dated after the server's own word was signed by a clock that was ahead. */
  function sawSigned(iat: number): void {
    if (heard === null || !isAhead({ iat }, now())) raise(iat, moment().steady);
  }
}
