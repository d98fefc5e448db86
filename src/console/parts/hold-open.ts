/** Of a dialog while it waits for the server: what comes of that is said in it. */
export function holdOpen(event: Event): void {
  const dialog = event.target as HTMLDialogElement;
  if (event.type === 'cancel') event.preventDefault();
  // At a second Escape, browsers ask nobody.
  else if (dialog.isConnected) dialog.showModal();
}
