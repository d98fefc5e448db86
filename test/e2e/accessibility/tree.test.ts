import { it } from 'node:test';
import { openGallery, show, startGallery } from './gallery.ts';
import { states } from './states.ts';
import { treeOf } from './tree.ts';

for (const tag of ['promo-code-input', 'lead-form']) {
  it(`<${tag}> has the accessibility tree that was looked at`, async (t) => {
    const url = await startGallery();
    const page = await openGallery(url, { only: [] }, { timezoneId: 'UTC' });
    for (const state of states.filter((each) => each.tag === tag)) {
      await t.test(state.name, async ({ assert }) => {
        // Alone on its page: the focus is where it was left.
        await show(page, url, { only: [state] });
        const tree = await treeOf(page, `#${state.name}`);
        // `node --test --test-update-snapshots` writes it anew, for a person to read.
        const path = `${import.meta.dirname}/trees/${state.name}.txt`;
        assert.fileSnapshot(tree, path, { serializers: [String] });
      });
    }
  });
}
