import { ConsoleApp } from './app.ts';
import { ConsoleAsk } from './ask.ts';
import { ConsoleAudit } from './audit.ts';
import { ConsoleBars } from './bars.ts';
import { ConsoleChangeCode } from './change-code.ts';
import { ConsoleClients } from './clients.ts';
import { ConsoleCodes } from './codes.ts';
import { ConsoleContacts } from './contacts.ts';
import { ConsoleCorrectLead } from './correct-lead.ts';
import { ConsoleDownload } from './download.ts';
import { ConsoleFunnel } from './funnel.ts';
import { ConsoleImportCodes } from './import-codes.ts';
import { ConsoleJournal } from './journal.ts';
import { ConsoleLead } from './lead.ts';
import { ConsoleLeads } from './leads.ts';
import { ConsoleManyCodes } from './many-codes.ts';
import { ConsoleManyLeads } from './many-leads.ts';
import { ConsoleNewCodes } from './new-codes.ts';
import { ConsoleOverview } from './overview.ts';
import { ConsoleReach } from './reach.ts';
import { ConsoleSetUp } from './set-up.ts';
import { ConsoleSettleLead } from './settle-lead.ts';
import { ConsoleSignIn } from './sign-in.ts';
import { ConsoleSnippet } from './snippet.ts';
import { ConsoleUses } from './uses.ts';

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
