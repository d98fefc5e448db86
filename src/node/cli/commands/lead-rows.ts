import type { LeadStory, StoredLead } from '../../../proxy/index.ts';
import type { Row } from '../output.ts';

export async function* toRows(leads: AsyncIterable<StoredLead>): AsyncGenerator<Row> {
  for await (const lead of leads) yield toRow(lead);
}

interface LeadRow {
  readonly extra: Row | null;
  readonly [field: string]: unknown;
}

function toRow(lead: StoredLead): LeadRow {
  const { received_at, updated_at, due_at, attribution, extra, signals } = lead;
  const { consent, consent_at, spam } = lead;
  const { lease_until, fence, ...rest } = lead;
  void [lease_until, fence];
  return {
    ...rest,
    received_at: toIso(received_at),
    updated_at: toIso(updated_at),
    due_at: due_at === null ? null : toIso(due_at),
    consent: consent === 1,
    consent_at: consent_at === null ? null : toIso(consent_at),
    attribution: parsed(attribution),
    extra: parsed(extra),
    signals: parsed(signals),
    spam: parsed(spam),
  };
}

interface StoryRow extends LeadRow {
  readonly redemption: Row | null;
  readonly history: readonly Row[];
}

export function toStory({ lead, attempts, redemption }: LeadStory): StoryRow {
  return {
    ...toRow(lead),
    redemption: redemption
      ? {
          state: redemption.state,
          company: redemption.company,
          code: redemption.code,
          reason: redemption.reason,
          detail: redemption.detail,
          attempts: redemption.attempts,
          updated_at: toIso(redemption.updated_at),
        }
      : null,
    history: attempts.map(({ at, attempt, state, detail }) => ({
      at: toIso(at),
      attempt,
      state,
      detail,
    })),
  };
}

function parsed(json: string | null): object | null {
  return json === null ? null : (JSON.parse(json) as object);
}

export function toIso(ms: number): string {
  return new Date(ms).toISOString();
}
