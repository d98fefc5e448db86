import { ConsoleApp } from './app.ts';
import { ConsoleAudit } from './audit.ts';
import { ConsoleChangeCode } from './codes/change-code.ts';
import { ConsoleCodes } from './codes/codes.ts';
import { ConsoleImportCodes } from './codes/import-codes.ts';
import { ConsoleJournal } from './codes/journal.ts';
import { ConsoleManyCodes } from './codes/many-codes.ts';
import { ConsoleNewCodes } from './codes/new-codes.ts';
import { ConsoleUses } from './codes/uses.ts';
import { ConsoleClients } from './contacts/clients.ts';
import { ConsoleContacts } from './contacts/contacts.ts';
import { ConsoleCorrectLead } from './leads/correct-lead.ts';
import { ConsoleLead } from './leads/lead.ts';
import { ConsoleLeads } from './leads/leads.ts';
import { ConsoleManyLeads } from './leads/many-leads.ts';
import { ConsoleSettleLead } from './leads/settle-lead.ts';
import { ConsoleBars } from './overview/bars.ts';
import { ConsoleFunnel } from './overview/funnel.ts';
import { ConsoleOverview } from './overview/overview.ts';
import { ConsoleReach } from './overview/reach.ts';
import { ConsoleAsk } from './parts/ask.ts';
import { ConsoleDownload } from './parts/download.ts';
import { ConsoleSetUp } from './set-up/set-up.ts';
import { ConsoleSnippet } from './set-up/snippet.ts';
import { ConsoleSignIn } from './sign-in.ts';

const elements: Readonly<Record<string, CustomElementConstructor>> = {
  'console-ask': ConsoleAsk,
  'console-audit': ConsoleAudit,
  'console-bars': ConsoleBars,
  'console-change-code': ConsoleChangeCode,
  'console-clients': ConsoleClients,
  'console-codes': ConsoleCodes,
  'console-contacts': ConsoleContacts,
  'console-correct-lead': ConsoleCorrectLead,
  'console-download': ConsoleDownload,
  'console-funnel': ConsoleFunnel,
  'console-import-codes': ConsoleImportCodes,
  'console-journal': ConsoleJournal,
  'console-lead': ConsoleLead,
  'console-leads': ConsoleLeads,
  'console-many-codes': ConsoleManyCodes,
  'console-many-leads': ConsoleManyLeads,
  'console-new-codes': ConsoleNewCodes,
  'console-overview': ConsoleOverview,
  'console-reach': ConsoleReach,
  'console-set-up': ConsoleSetUp,
  'console-settle-lead': ConsoleSettleLead,
  'console-sign-in': ConsoleSignIn,
  'console-snippet': ConsoleSnippet,
  'console-uses': ConsoleUses,
  // Last: it renders the others.
  'console-app': ConsoleApp,
};
for (const [tag, element] of Object.entries(elements)) {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
