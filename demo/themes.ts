import { LeadForm, PromoCodeInput } from 'promo-lead';
import { answerByDrills } from './drill.ts';
import { reachOutcome } from './reach-outcome.ts';

const specimens = document.querySelector<HTMLTemplateElement>('#specimens');

for (const theme of document.querySelectorAll<HTMLElement>('.theme')) {
  if (!specimens) break;
  theme.append(document.importNode(specimens.content, true));
  for (const element of theme.querySelectorAll('[data-drill]')) {
    if (element instanceof LeadForm || element instanceof PromoCodeInput) start(element);
  }
  const css = theme.querySelector('pre');
  if (css) css.textContent = cssOf(theme.classList.item(1) ?? '');
}

function start(element: LeadForm | PromoCodeInput): void {
  answerByDrills(element, element.dataset['drill'] ?? '');
  if (element.client) void reachOutcome(element);
}

/** The page's own rules for a theme, as in its style sheet. */
function cssOf(theme: string): string {
  const rules = Array.from(document.styleSheets, (sheet) => Array.from(sheet.cssRules)).flat();
  const own = rules.map(({ cssText }) => cssText).filter((text) => text.startsWith(`.${theme}`));
  if (own.length === 0) return '/* none */';
  return own.map(layOut).join('\n\n');
}

/** A rule as a person writes it: a line for each declaration. */
function layOut(rule: string): string {
  return rule
    .replace(/\{ /, '{\n  ')
    .replace(/; (?=[\w-])/g, ';\n  ')
    .replace(/;? \}$/, ';\n}');
}
