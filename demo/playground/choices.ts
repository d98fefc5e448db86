/** What can be chosen, by the names of the controls; a box that is ticked is `on`. */
export type Choices = ReadonlyMap<string, string>;

/** Controls that a choice means nothing to are not shown: `data-for` names the element. */
export function readChoices(form: HTMLFormElement): Choices {
  const entries = [...new FormData(form)];
  return new Map(
    entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.trim()]] : [])),
  );
}

/** The choices of an address, such as somebody passed on, go into the controls. */
export function restoreChoices(form: HTMLFormElement, { searchParams }: URL): void {
  for (const control of controlsOf(form)) {
    const value = searchParams.get(control.name);
    if (value === null) continue;
    if (control instanceof HTMLInputElement && control.type === 'checkbox') {
      control.checked = value === 'on';
    } else {
      const initial = control.value;
      control.value = value;
      // A select that has no such option would stand there empty.
      if (control.value === '' && value !== '') control.value = initial;
    }
  }
}

/** The address with all choices that are not those at the beginning. */
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
