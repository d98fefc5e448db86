/** Adds a button to copy each block of code, and a line that confirms it. */
export function copyButtons(): void {
  for (const block of document.querySelectorAll<HTMLElement>('.code')) {
    const code = block.querySelector('code');
    const button = document.createElement('button');
    const status = document.createElement('span');
    button.type = 'button';
    button.textContent = 'Copy';
    const name = block.querySelector('pre')?.getAttribute('aria-label') ?? 'the code';
    button.setAttribute('aria-label', `Copy: ${name}`);
    status.setAttribute('role', 'status');
    block.append(button, status);
    button.addEventListener('click', () => {
      if (code) void copy(code).then((said) => (status.textContent = said));
    });
  }
}

/** A page over plain HTTP has no clipboard, and the visitor may deny access to it. */
async function copy(code: HTMLElement): Promise<string> {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return 'Copied.';
  } catch {
    getSelection()?.selectAllChildren(code);
    return 'It is selected; copy it by hand.';
  }
}
