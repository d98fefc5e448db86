/** The choices by the names of their controls; a ticked box is `on`. */
export type Choices = ReadonlyMap<string, string>;

/** Hides controls that do not apply to the chosen element: `data-for` names theirs. */
export function readChoices(form: HTMLFormElement): Choices {
  const entries = [...new FormData(form)];
  return new Map(
    entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.trim()]] : [])),
  );
}

/** Fills the controls with the choices in the page's URL, which may be a shared one. */
export function restoreChoices(form: HTMLFormElement, { searchParams }: URL): void {
  for (const control of controlsOf(form)) {
    const value = searchParams.get(control.name);
    if (value === null) continue;
    if (control instanceof HTMLInputElement && control.type === 'checkbox') {
      control.checked = value === 'on';
    } else {
      const initial = control.value;
      control.value = value;
      // A select without such an option would be empty.
      if (control.value === '' && value !== '') control.value = initial;
    }
  }
}

/** The page's URL with all choices that differ from the initial ones. */
export function addressOf(form: HTMLFormElement, { origin, pathname }: URL): URL {
  const url = new URL(pathname, origin);
  for (const control of controlsOf(form)) {
    const isBox = control instanceof HTMLInputElement && control.type === 'checkbox';
    const now = isBox ? onOff(control.checked) : control.value;
    if (now !== initialOf(control)) url.searchParams.set(control.name, now);
  }
  return url;
}

type Control = HTMLInputElement | HTMLSelectElement;

function controlsOf(form: HTMLFormElement): readonly Control[] {
  return [...form.querySelectorAll<Control>('input[name], select[name]')];
}

function initialOf(control: Control): string {
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    return (options.find(({ defaultSelected }) => defaultSelected) ?? options[0])?.value ?? '';
  }
  return control.type === 'checkbox' ? onOff(control.defaultChecked) : control.defaultValue;
}

function onOff(isOn: boolean): string {
  return isOn ? 'on' : 'off';
}
