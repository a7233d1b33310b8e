import { expect } from 'vitest';
import { LabError, type LabErrorData } from '../../core/errors/index.ts';

/** Time that a refusal may take. Source: the torture list. Of the processor: other tests run beside this one. */
const LIMIT_MS = 2000;

/**
 * The refusal that an action ends in, after it was judged: what, where and fix are said, nothing is left open in them, and it came in time.
 * Anything but a LabError is a defect and fails the test.
 */
export function refusalOf(action: () => unknown): LabErrorData {
  const began = process.cpuUsage();
  try {
    action();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(LIMIT_MS);
    return judged(error.toData());
  }
  throw new Error('nothing was refused');
}

/** The same for a warning. */
export function judged(data: LabErrorData): LabErrorData {
  const { code, message, where, hint } = data;
  expect(code).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  expect({ code, message }).toEqual({ code, message: expect.stringMatching(/^.{10,2000}[.}…]$/s) as string });
  expect({ code, where }).toEqual({ code, where: expect.stringMatching(/./) as string });
  expect({ code, hint }).toEqual({ code, hint: expect.stringMatching(/^\S+ .*[.!?]$/s) as string });
  for (const text of [message, where ?? '', hint]) {
    expect(text).not.toMatch(/undefined|\[object |NaN bytes|\{\w+\}/);
    // What steers a terminal or turns the direction of a text is never passed on.
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
  }
  return data;
}

/** Seeds of the variants of each bad input. */
export const SEEDS = [1, 2, 3, 4, 5] as const;
