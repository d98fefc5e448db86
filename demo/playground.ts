import { writeMarkup } from '../src/contract/owner/markup.ts';
import { npmScript, scriptTag, widgetFile } from '../src/contract/owner/snippet.ts';
import { copyButtons } from './copy-code.ts';
import { addressOf, type Choices, readChoices, restoreChoices } from './playground/choices.ts';
import { loadPinnedScripts, type PinnedScripts } from './playground/pinned-script.ts';
import { Preview } from './playground/preview.ts';
import { specimenOf } from './playground/specimen.ts';
import { contrast, themeOf, writeTheme } from './playground/theme.ts';

const controls = document.querySelector<HTMLFormElement>('#choices');
const place = document.querySelector<HTMLElement>('#preview');

function start(form: HTMLFormElement, preview: Preview): void {
  const endpoint = form.querySelector<HTMLInputElement>('[name=endpoint]');
  endpoint?.setAttribute('value', location.origin);
  restoreChoices(form, new URL(location.href));
  let pinned: PinnedScripts | undefined;
  const follow = (): void => {
    history.replaceState(null, '', addressOf(form, new URL(location.href)));
    show(readChoices(form), preview, pinned);
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', follow);
  // The event is fired before the change that it announces.
  form.addEventListener('reset', () => setTimeout(follow));
  follow();
  const pin = async (): Promise<void> => {
    pinned = await loadPinnedScripts();
    follow();
  };
  void pin();
}

function show(choices: Choices, preview: Preview, pinned?: PinnedScripts): void {
  const specimen = specimenOf(choices);
  const theme = themeOf(choices);
  const { tag } = specimen;
  document.documentElement.dataset['scheme'] = choices.get('scheme') ?? '';
  for (const part of document.querySelectorAll<HTMLElement>('[data-for]')) {
    part.hidden = part.dataset['for'] !== tag;
  }
  preview.show(specimen, theme, choices.get('answer') ?? '');
  const accent = choices.get('accent') ?? '';
  write('contrast', `On white ${ratio(accent, '#ffffff')}, on black ${ratio(accent, '#000000')}`);

  const isWhole = tag === 'lead-form' && choices.get('code-field') === 'on';
  const module = isWhole ? 'promo-lead' : `promo-lead/${tag}.js`;
  const file = isWhole ? widgetFile : `${tag}.js`;
  const markup = writeMarkup(specimen);
  const endpoint = choices.get('endpoint') ?? '';
  const script = scriptTag({ endpoint, file, widget: pinned?.(file) });
  write('script-code', `${script}\n${markup}`);
  write('npm-code', `${npmScript(module)}\n${markup}`);
  const css = writeTheme(tag, theme);
  write('css-code', css);
  for (const part of document.querySelectorAll<HTMLElement>('.css')) part.hidden = css === '';
}

function ratio(one: string, other: string): string {
  return `${contrast(one, other).toFixed(1)} to 1`;
}

function write(id: string, text: string): void {
  const element = document.querySelector(`#${id}`);
  if (element) element.textContent = text;
}

if (controls && place) start(controls, new Preview(place));
copyButtons();
