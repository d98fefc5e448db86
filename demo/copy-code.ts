/** Gives a button to each block of code that is to be copied, and a line that says it was. */
export function copyButtons(): void {
  for (const block of document.querySelectorAll<HTMLElement>('.code')) {
    const code = block.querySelector('code');
    const button = document.createElement('button');
    const told = document.createElement('span');
    button.type = 'button';
    button.textContent = 'Copy';
    const name = block.querySelector('pre')?.getAttribute('aria-label') ?? 'the code';
    button.setAttribute('aria-label', `Copy: ${name}`);
    told.setAttribute('role', 'status');
    block.append(button, told);
    button.addEventListener('click', () => {
      if (code) void copy(code).then((said) => (told.textContent = said));
    });
  }
}

/** A page of plain HTTP has no clipboard, and whoever denied it has none either. */
async function copy(code: HTMLElement): Promise<string> {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return 'Copied.';
  } catch {
    getSelection()?.selectAllChildren(code);
    return 'It is selected; copy it by hand.';
  }
}
