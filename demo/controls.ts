import { directionOf } from './direction-of.ts';

/** The choices of `states.html`. They are in the URL, so that a view can be shared. */
const controls = document.querySelector<HTMLFormElement>('.controls');

function followControls(form: HTMLFormElement): void {
  const url = new URL(location.href);
  const selects = form.querySelectorAll('select');
  for (const select of selects) select.value = url.searchParams.get(select.name) ?? select.value;
  const follow = (): void => {
    for (const { name, value } of selects) url.searchParams.set(name, value);
    history.replaceState(null, '', url);
    apply(url.searchParams);
  };
  form.addEventListener('change', follow);
  follow();
}

function apply(choices: URLSearchParams): void {
  const choice = (name: string): string => choices.get(name) ?? '';
  const lang = choice('lang');
  document.documentElement.dataset['scheme'] = choice('scheme');
  for (const place of document.querySelectorAll<HTMLElement>('.states')) {
    place.lang = lang;
    place.dir = directionOf(lang, choice('dir'));
    place.dataset['width'] = choice('width');
  }
}

if (controls) followControls(controls);
