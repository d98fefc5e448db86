import type { SpamTexts } from './texts.ts';

export const spamEn: SpamTexts = {
  why: 'Why it looks like spam',
  check: 'Spam check',
  points: 'Points',
  signs: 'What was noticed',
  hint: 'A lead waits in quarantine from 100 points on, if you have set nothing else.',
  reasons: {
    trap: 'a field that people do not see was filled in',
    hurry: 'the form was sent sooner than people type',
    link: 'there is a link in the name',
    namesakes: 'many leads came under this name',
    copies: 'many leads came with this name and this text',
    rush: 'very many leads were coming from everywhere just then',
    flood: 'too many leads came from its internet address or network',
  },
};
