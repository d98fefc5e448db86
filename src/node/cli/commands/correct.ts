import { type Command, InvalidArgumentError, Option } from 'commander';
import type { FieldErrorCode } from '../../../contract/field-error.ts';
import { CorrectLead } from '../../../contract/owner/correct-lead.ts';
import {
  type CorrectableField,
  correctableNames,
} from '../../../contract/owner/correctable-names.ts';
import { validate } from '../../../contract/validate.ts';
import { correctLead, whyNotCorrected } from '../../../proxy/index.ts';
import { command, CommandError, type CommandScope, type CommonOptions } from '../command.ts';
import { printRecord } from '../output.ts';
import { phoneRule } from '../phone-option.ts';
import { visible } from '../terminal.ts';
import { withLeads } from '../with-leads.ts';
import { unknownLead } from './retry.ts';

interface CorrectOptions extends CommonOptions {
  readonly phone?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly product?: string;
}

const nothingGiven =
  'error: say what to correct: --phone, --first-name, --last-name or --product; ' +
  'to send a lead as it is, use: promo-lead leads retry';

export function correctCommand(scope: CommandScope): Command {
  const made = command<CorrectOptions>(scope, 'correct <ref>', {
    description: 'correct a lead that was held, rejected or given up, and send it again',
    setUp: (set) =>
      set
        .addOption(fieldOption('--phone <p>', 'the phone number as it should be', 'phone'))
        .addOption(fieldOption('--first-name <n>', 'the first name as it should be', 'first_name'))
        .addOption(fieldOption('--last-name <n>', 'the last name as it should be', 'last_name'))
        .addOption(fieldOption('--product <slug>', 'the product as it should be', 'product')),
    action: ({ terminal, options, json }, ref = '') =>
      withLeads(terminal, options, async (store, { products }) => {
        const fields = fieldsOf(options);
        const outcome = await correctLead(store, { ref, fields, products, now: Date.now() });
        if (outcome.status === 'unknown') throw unknownLead(ref);
        if (outcome.status === 'unknown_product') {
          const offered = products.map(({ slug }) => slug).join(', ');
          const asked = visible(fields.product ?? '');
          throw new CommandError(`Cannot correct lead: no product is "${asked}", but ${offered}`);
        }
        if (outcome.status !== 'queued') {
          const why = whyNotCorrected(outcome);
          throw new CommandError(`Cannot correct lead ${visible(ref)}: ${why}`);
        }
        const { status, corrected } = outcome;
        return printRecord(terminal, { ref, status, corrected }, { json });
      }),
  });
  return made.hook('preAction', () => {
    const fields = fieldsOf(made.opts<CorrectOptions>());
    const isNothing = correctableNames.every((name) => fields[name] === undefined);
    if (isNothing) made.error(nothingGiven);
  });
}

function fieldsOf({ phone, firstName, lastName, product }: CorrectOptions): CorrectLead {
  return { first_name: firstName, last_name: lastName, phone, product };
}

/** Parsed like a visitor's field. */
function fieldOption(flags: string, description: string, field: CorrectableField): Option {
  return new Option(flags, description).argParser((text: string) => {
    const read = validate(CorrectLead, { [field]: text });
    if (read.ok) return read.value[field] ?? '';
    const code = read.errors[0]?.code ?? 'format';
    throw new InvalidArgumentError(field === 'phone' ? phoneRule : rules[code]);
  });
}

const rules: Readonly<Record<FieldErrorCode, string>> = {
  required: 'It must not be empty.',
  format: 'It must be a text without emoji, line breaks and other control characters.',
  too_short: 'It is too short.',
  too_long: 'It is too long.',
  unknown: 'It is not known.',
};
