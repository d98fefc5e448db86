import { Component, signal } from '@angular/core';
import { Checkout } from './checkout';
import { Order } from './order';

@Component({
  selector: 'app-page',
  imports: [Checkout, Order],
  template: `
    <button (click)="isShown.set(!isShown())">Show or hide</button>
    <button (click)="times.set(times() + 1)">Ask again</button>
    @if (isShown()) {
      <app-order [times]="times()" (heard)="hear($event)" />
    } @else {
      <p>Nothing to order.</p>
    }
    <app-checkout (heard)="hear($event)" />
    <output id="heard">{{ heard().join(' ') }}</output>
  `,
})
export class Page {
  readonly isShown = signal(true);
  readonly times = signal(0);
  readonly heard = signal<readonly string[]>([]);

  hear(what: string): void {
    this.heard.update((before) => [...before, what]);
  }
}
