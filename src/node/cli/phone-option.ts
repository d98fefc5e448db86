import { InvalidArgumentError, Option } from 'commander';
import { isPhone, normalisePhone } from '../../contract/phone.ts';

/** A phone number in any formatting; the action gets its ASCII digits. */
export function phoneOption(): Option {
  return new Option('--phone <p>', 'the phone number').argParser((text: string) => {
    const digits = normalisePhone(text);
    if (!isPhone(digits)) throw new InvalidArgumentError('It must have 8 to 14 digits.');
    return digits;
  });
}
