import { isIP } from 'node:net';
import * as z from 'zod/mini';
import { companyId } from '../../contract/fields.ts';
import { promoholderPaths } from '../../upstream/promoholder/api.ts';
import { promosSeruPaths } from '../../upstream/promos-seru/api.ts';
import { readSecret } from '../../upstream/webhook/signature.ts';
import { isLoopback, isMetadata, withoutBrackets } from '../http/address.ts';
import { Secret } from '../secrets/secret.ts';

/** A value that cannot be used; the text completes "PORT …". */
export class Refusal {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A schema that parses a value in one step, from its text or from its JSON form. */
export function reads<I, T>(
  input: z.ZodMiniType<I>,
  read: (value: I) => T | Refusal,
): z.ZodMiniType<T> {
  return z.pipe(
    input,
    z.transform((value: I, context): T => {
      const result = read(value);
      if (!(result instanceof Refusal)) return result;
      context.issues.push({ code: 'custom', message: result.text, input: undefined });
      return z.NEVER;
    }),
  );
}

export const textSchema = (error: string): z.ZodMiniType<string> => z.string(error);
export const printable: RegExp = /^[^\p{Cc}\p{Zl}\p{Zp}]+$/u;

/** A whole number; a variable has it in decimal digits. */
export function wholeNumber(min: number, max: number, unit = ''): z.ZodMiniType<number> {
  const rule = `must be a whole number${unit} from ${min} to ${max}`;
  return reads(z.union([z.number(rule), z.string(rule)], rule), (value) => {
    const number = typeof value === 'number' || /^\d+$/.test(value) ? Number(value) : Number.NaN;
    return Number.isInteger(number) && number >= min && number <= max
      ? number
      : new Refusal(`${rule}, and is ${quote(String(value))}.`);
  });
}

export function choice<T extends string>(...choices: readonly T[]): z.ZodMiniType<T> {
  const rule = `must be ${choices.map((one) => `"${one}"`).join(' or ')}`;
  return reads(textSchema(rule), (value) => {
    const found = choices.find((one) => one === value);
    return found ?? new Refusal(`${rule}, and is ${quote(value)}.`);
  });
}

/** `on` and `off` in a variable, true and false in the file. */
export const onOff: z.ZodMiniType<boolean> = reads(
  z.union([z.boolean(), z.string()], 'must be "on" or "off"'),
  (value) => {
    if (value === true || value === 'on') return true;
    if (value === false || value === 'off') return false;
    return new Refusal(`must be "on" or "off", and is ${quote(value)}.`);
  },
);

/** One line of text, at most as long as the vendors' varchar. */
export function line(lengthMax = 255): z.ZodMiniType<string> {
  return reads(textSchema('must be a text'), (value) =>
    printable.test(value) && value.trim() === value && value.length <= lengthMax
      ? value
      : new Refusal(`must be one line of 1 to ${lengthMax} characters without spaces around it.`),
  );
}

export const path: z.ZodMiniType<string> = reads(textSchema('must be a path'), (value) =>
  printable.test(value) ? value : new Refusal('must be a path.'),
);

/** A token or key. A line break pasted from a file would break the request that it is in. */
export function secret(lengthMin = 1): z.ZodMiniType<Secret> {
  return reads(textSchema('must be a text'), (value) => {
    if (!/^[^\s\p{Cc}]+$/u.test(value)) {
      return new Refusal('must not hold spaces, line breaks or control characters.');
    }
    return value.length >= lengthMin && value.length <= 1024
      ? new Secret(value)
      : new Refusal(`must have at least ${lengthMin} characters, and at most 1024.`);
  });
}

/** A host name or an IP address, to listen on. */
export const host: z.ZodMiniType<string> = reads(textSchema('must be a host name'), (value) => {
  const name = withoutBrackets(value);
  return isIP(name) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(name)
    ? name
    : new Refusal(`must be a host name or an IP address alone, and is ${quote(value)}.`);
});

export const company: z.ZodMiniType<string> = reads(textSchema('must be a text'), (value) =>
  companyId.test(value)
    ? value
    : new Refusal('must be a company ID: letters, digits, "_", "-" and "." alone.'),
);

const apiPaths = [...Object.values(promoholderPaths), ...Object.values(promosSeruPaths)];

/**
 * The base address of a vendor, without a slash at the end. The vendors' tokens are in the query
 * string, hence https; only this machine may be called over http.
 */
export const upstreamUrl: z.ZodMiniType<string> = reads(textSchema('must be a URL'), (value) => {
  const url = URL.parse(value);
  if (!url || !/^https?:\/\//i.test(value) || !printable.test(value)) {
    return new Refusal('must be a URL such as https://vendor.example.');
  }
  if (url.username !== '' || url.password !== '') {
    return new Refusal('must hold no user name or password. The token has a setting of its own.');
  }
  if (/[?#]/.test(value)) {
    return new Refusal('must hold no "?" or "#": only the address that the API paths follow.');
  }
  const base = url.origin + url.pathname.replace(/(?<!\/)\/+$/, '');
  // As the vendors' documents show it. A call below `checkPromocode` might use a code up.
  const call = apiPaths.find((ending) => base.endsWith(ending));
  if (call !== undefined) return new Refusal(`must end before ${call}, which we add.`);
  return wrongPlace(url) ?? base;
});

/** Where a webhook goes: its query string may hold the receiver's key. */
export const webhookUrl: z.ZodMiniType<Secret> = reads(textSchema('must be a URL'), (value) => {
  const url = URL.parse(value);
  if (!url || !/^https?:\/\//i.test(value) || !printable.test(value) || url.username !== '') {
    return new Refusal('must be a URL such as https://crm.example/hooks/leads.');
  }
  return wrongPlace(url) ?? new Secret(url.href);
});

/** Why nothing confidential is sent there. */
export function wrongPlace({ hostname, protocol }: URL): Refusal | undefined {
  if (isMetadata(hostname)) return new Refusal('must not be a link-local or metadata address.');
  return protocol === 'https:' || isLoopback(hostname)
    ? undefined
    : new Refusal('must begin with https://. Only this machine may be asked over http.');
}

/** The secret that signs webhooks. */
export const webhookSecret: z.ZodMiniType<Secret> = reads(textSchema('must be a text'), (value) => {
  try {
    readSecret(value);
    return new Secret(value);
  } catch {
    return new Refusal('must be "whsec_" and 24 to 64 bytes in base64.');
  }
});

/** An origin as a browser sends it. */
const origin = reads(textSchema('must be an origin'), (value) => {
  if (value === '*' || value === 'null') {
    return new Refusal(`must not be ${quote(value)}. List every origin that has your pages.`);
  }
  const url = URL.parse(value);
  if (!url || !/^https?:\/\/[^\s\\*@;]+$/i.test(value)) {
    return new Refusal(`must be an origin such as https://shop.example, and is ${quote(value)}.`);
  }
  return /^[^/]+\/\/[^/?#]+$/.test(value)
    ? url.origin
    : new Refusal(`must be an origin without a path. Write ${url.origin}.`);
});
export const origins: z.ZodMiniType<readonly string[]> = list(origin);

/** `10.0.0.0/8`, or one address. */
const network = reads(textSchema('must be a network'), (value) => {
  const [address = '', bits] = value.split('/', 2);
  const family = isIP(address);
  const bitsMax = family === 6 ? 128 : 32;
  const isPrefix = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax);
  // A zone (`fe80::1%eth0`) is this machine's own name for a network.
  return family !== 0 && !address.includes('%') && isPrefix && value.split('/').length <= 2
    ? value
    : new Refusal(`must be a network such as 10.0.0.0/8, and is ${quote(value)}.`);
});
export const networks: z.ZodMiniType<readonly string[]> = list(network);

/** The items of a comma-separated variable. */
export function itemsIn(text: string): string[] {
  const items = text.split(',').map((item) => item.trim());
  return items.filter((item) => item !== '');
}

/**
 * A list; in a variable, its items are separated by commas. Only commas means that a shell's
 * variables are not set, and not that the list is meant to be empty.
 */
export function list<T>(item: z.ZodMiniType<T>): z.ZodMiniType<readonly T[]> {
  const items = reads(
    z.union([z.string(), z.array(z.unknown())], 'must be a list'),
    (value): unknown[] | Refusal => {
      if (typeof value !== 'string') return value;
      const named = itemsIn(value);
      return named.length > 0 ? named : new Refusal('must name at least one.');
    },
  );
  return z.pipe(items, z.array(item));
}

/** A value as a message quotes it: on one line, shortened, and without what may be a password. */
export function quote(value: string): string {
  if (value.includes('@')) return 'another text';
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
