import { InvalidArgumentError, Option } from 'commander';
import { isPhone, normalisePhone, phoneDigitsMax, phoneDigitsMin } from '../../contract/phone.ts';

export const phoneRule: string = `It must have ${phoneDigitsMin} to ${phoneDigitsMax} digits.`;

/** A phone number in any formatting; the action gets its ASCII digits. */
export function phoneOption(): Option {
  return new Option('--phone <p>', 'the phone number').argParser((text: string) => {
    const digits = normalisePhone(text);
    if (!isPhone(digits)) throw new InvalidArgumentError(phoneRule);
    return digits;
  });
}
